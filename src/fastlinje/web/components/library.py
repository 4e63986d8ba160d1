"""All components in one library. settings.TEMPLATES names it under `builtins`, so no template loads anything."""

from . import (  # noqa: F401 each registers its tags
    actions,
    calendar,
    concerns,
    conversation,
    feedback,
    files,
    foreign,
    forms,
    frame,
    help,
    icons,
    lists,
    once,
    structure,
    times,
)
from .drawing import register

__all__ = ["register"]
