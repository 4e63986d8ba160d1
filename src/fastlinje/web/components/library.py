"""All components in one library. settings.TEMPLATES names it under `builtins`, so no template loads anything."""

from . import actions, calendar, concerns, conversation, feedback, files, forms, help, icons, lists, structure, times  # noqa: F401 each registers its tags
from .drawing import register

__all__ = ["register"]
