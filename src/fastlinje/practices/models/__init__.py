from .gp_check import GpCheck
from .healthcare_service import HealthcareService, InfoText, ServiceCode
from .operator import Operator
from .organization import Organization
from .paper_power import PaperPower
from .patient import Patient
from .practitioner import Practitioner, PractitionerIdentity, PractitionerRole
from .service_block import ServiceBlock

__all__ = [
    "GpCheck",
    "HealthcareService",
    "InfoText",
    "Operator",
    "Organization",
    "PaperPower",
    "Patient",
    "Practitioner",
    "PractitionerIdentity",
    "PractitionerRole",
    "ServiceBlock",
    "ServiceCode",
]
