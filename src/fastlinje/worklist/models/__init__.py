from .task import Task, Turn

__all__ = ["Task", "Turn"]
