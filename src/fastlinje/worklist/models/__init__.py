from .shield_mark import ShieldMark
from .task import Task, Turn

__all__ = ["ShieldMark", "Task", "Turn"]
