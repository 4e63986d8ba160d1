from .tariff import Exemption, Tariff

__all__ = ["Exemption", "Tariff"]
