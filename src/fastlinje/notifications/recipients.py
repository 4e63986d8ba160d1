"""Who is told about a thing: by the same walls as the lists, so that what is hidden from somebody is never spoken of to them.

Source: F-103, rules.md 1.2 and 4.4, AD-30. For jobs, inside `reading`.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection

from fastlinje.core.actor import Scope
from fastlinje.scheduling.progress import APPOINTMENT, REQUEST
from fastlinje.worklist.models import Task


def to_be_told(focus_id: UUID, *, author_id: UUID, now: datetime) -> list[UUID]:
    """Everybody who may read it now, whoever wrote it first, then whom it concerns. Each is told by their own settings."""
    task = _task(focus_id)
    found = _readers(task, now) if task else set()
    return sorted(found, key=lambda person_id: (person_id != author_id, task and person_id != task.person_id, person_id))


def may_be_told(person_id: UUID, focus_id: UUID, *, now: datetime) -> bool:
    """Asked again when a notice goes: it may have been hidden, or a power ended, while it waited."""
    task = _task(focus_id)
    return task is not None and person_id in _readers(task, now)


def _task(focus_id: UUID) -> Task | None:
    return Task.objects.only("person_id", "kind", "shielded", "hidden_from_person").filter(focus_id=focus_id).first()


def _scope(task: Task) -> Scope:
    return Scope.APPOINTMENTS if task.kind in (APPOINTMENT, REQUEST) else Scope.DIALOGUE


def _readers(task: Task, now: datetime) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("select gate.readers_of(%s, %s, %s)", [task.person_id, _scope(task), now])
        readers = {reader for (reader,) in cursor}
    if task.shielded:
        readers &= {task.person_id}
    return readers - {task.person_id} if task.hidden_from_person else readers
