"""A person's inbox. What staff read is in office_queries.py."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.prepared import prepared
from fastlinje.core.refusal import NotFound
from fastlinje.core.rows import gathered

from .models import Task, Turn

PAGE = 20
MOST_COUNTED = 10
_SUBJECT = Task._meta.get_field("subject")
_SHOWN = (
    "id",
    "focus_id",
    "kind",
    "status",
    "turn",
    "subject",
    "from_name",
    "due_at",
    "unread_by_person",
    "updated_at",
    "person_id",
    "patient_name",
    "hidden_from_person",
)
_PERSON, _HIDDEN = _SHOWN.index("person_id"), _SHOWN.index("hidden_from_person")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the inbox: a conversation, or whatever else one follows.

    due_at  when the answer is due, only while it is the office's turn
    """

    focus_id: UUID
    kind: str
    status: str
    subject: str
    from_name: str
    due_at: datetime | None
    is_unread: bool
    updated_at: datetime
    person_id: UUID
    person_name: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the inbox begins: after this entry."""

    updated_at: datetime
    task_id: UUID

    def __str__(self) -> str:
        return f"{self.updated_at.isoformat()}_{self.task_id.hex}"

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        """The place an address carried; None for anything else, which shows the first page (AD-50)."""
        moment, _separator, task = text.partition("_")
        try:
            return cls(datetime.fromisoformat(moment).astimezone(UTC), UUID(hex=task))
        except (ValueError, OverflowError):
            return None


def inbox_for(
    actor: Actor, *, after: Place | None, now: datetime, about: UUID | None = None
) -> tuple[tuple[Entry, ...], Place | None]:
    """One page of what the actor follows, newest first, and where the next page begins (None at the end).

    about  only what concerns this person, one of `actor.followed_persons`; NotFound for anybody else
    Opening the list is recorded as one event, since it shows subjects, and as one more for each other person the page names: they
    see who has looked (AD-74). Not for what is hidden from the person, which must leave no trace in their log (AD-30).
    """
    if about and about not in actor.followed_persons:
        raise NotFound
    persons = (about,) if about else actor.followed_persons
    with gathered():
        record(actor, "inbox.read", now=now, why="self")
        rows = _rows(persons, at=after and after.updated_at, task_id=after and after.task_id)
        for person_id in dict.fromkeys(row[_PERSON] for row in rows[:PAGE] if not row[_HIDDEN]):
            if person_id != actor.person_id:
                record(actor, "inbox.read", now=now, person_id=person_id, why="self")
    entries = tuple(_entry(*row) for row in rows[:PAGE])
    return entries, Place(entries[-1].updated_at, rows[PAGE - 1][0]) if len(rows) > PAGE else None


def unread_of(persons: tuple[UUID, ...]) -> QuerySet[Task]:
    """What stands unread in an inbox that follows these, at most MOST_COUNTED: counting further helps nobody."""
    return Task.objects.filter(person_id__in=persons, unread_by_person=True)[:MOST_COUNTED]


def _rows(persons: tuple[UUID, ...], *, at: datetime | None, task_id: UUID | None) -> list[tuple]:
    """One person by equality, since then the index gives the order too; several by a list."""
    if len(persons) == 1:
        return _page(person_id=persons[0], at=at, task_id=task_id)
    return list(_in_order(Task.objects.filter(person_id__in=persons), at=at, task_id=task_id))


@prepared
def _page(*, person_id: UUID, at: datetime | None, task_id: UUID | None) -> QuerySet[Task]:
    return _in_order(Task.objects.filter(person_id=person_id), at=at, task_id=task_id)


def _in_order(tasks: QuerySet[Task], *, at: datetime | None, task_id: UUID | None) -> QuerySet[Task]:
    if at is not None:
        # The first condition alone lets the index begin at the right place.
        tasks = tasks.filter(Q(updated_at__lt=at) | Q(id__lt=task_id), updated_at__lte=at)
    return tasks.values_list(*_SHOWN).order_by("-updated_at", "-id")[: PAGE + 1]


def _entry(
    pk: UUID, focus_id: UUID, kind: str, status: str, turn: str, subject: bytes, from_name: str, due_at: datetime, *rest: Any
) -> Entry:
    waits = due_at if turn == Turn.OFFICE else None
    *shown, _hidden = rest
    return Entry(focus_id, kind, status, _SUBJECT.opened(subject, pk), from_name, waits, *shown)
