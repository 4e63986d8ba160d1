"""Keeping the lists true: a Task is written in the same command as the thing it points to."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from fastlinje.core.identifiers import new_id
from fastlinje.core.prepared import prepared
from fastlinje.core.refusal import NotFound
from fastlinje.core.rows import insert, update

from .models import Task

LAST_LINE_CHARS = 120


def follow(focus_id: UUID, **fields: Any) -> Task:
    """Start following a thing: one row for the person's inbox and the office's worklist. Fields as in models.Task."""
    return insert(Task(id=new_id(), focus_id=focus_id, **fields))


def update_task(focus_id: UUID, **changes: Any) -> None:
    """Change what the lists show of a thing; NotFound when it is not the actor's to see."""
    for task in _about(focus_id=focus_id):
        for name, value in changes.items():
            setattr(task, name, value)
        update(task, *changes)
        return
    raise NotFound


@prepared
def _about(*, focus_id: UUID) -> QuerySet[Task]:
    return Task.objects.filter(focus_id=focus_id)


def last_line(text: str) -> str:
    """The beginning of a message, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= LAST_LINE_CHARS else line[: LAST_LINE_CHARS - 1] + "…"
