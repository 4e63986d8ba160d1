"""The office's lists, each one range of one index: no counting, no sorting, whatever the size."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value

from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.prepared import prepared
from fastlinje.core.rows import gathered
from fastlinje.practices.models import Patient

from .models import Task, Turn

PAGE_SIZE = 25
EARLIER = 5


class View(StrEnum):
    """Which list. The values stand in addresses."""

    WAITING = "venter"
    MINE = "mine"
    JOURNAL = "journal"
    ALL = "alle"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of a list ended: the moment it is ordered by, and the row."""

    at: datetime
    task_id: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.task_id.hex}"

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        """The place an address carried; None for anything else, which shows the first page (AD-50)."""
        moment, _separator, task = text.partition("_")
        try:
            return cls(datetime.fromisoformat(moment).astimezone(UTC), UUID(hex=task))
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One thing on the list. No subject and no text: a list is read by everybody at the office."""

    focus_id: UUID
    kind: str
    status: str
    turn: str
    due_at: datetime | None
    updated_at: datetime
    owner_name: str
    patient_name: str
    birth_date: date
    unread: bool
    journal_missing: bool


@dataclass(frozen=True, slots=True)
class Worklist:
    """One page of a list; `next_place` is None at the end."""

    rows: tuple[WorklistRow, ...]
    next_place: Place | None


_FIELDS = (
    "focus_id",
    "kind",
    "status",
    "turn",
    "due_at",
    "updated_at",
    "owner_name",
    "patient_name",
    "birth_date",
    "unread_by_office",
    "journal_missing",
)


def worklist_for(actor: Actor, view: View, after: Place | None = None, *, now: datetime) -> Worklist:
    """One page of a list at the actor's office; looking at it is recorded as one event. One statement."""
    with gathered():
        record(actor, "worklist.read", now=now, why="office_task")
        found = _page(view=view, whose=_whose(actor, view), at=after and after.at, task_id=after and after.task_id)
    rows = tuple(WorklistRow(*row[1:]) for row in found[:PAGE_SIZE])
    if len(found) <= PAGE_SIZE:
        return Worklist(rows, None)
    return Worklist(rows, Place(getattr(rows[-1], _ordered_by(view)), found[PAGE_SIZE - 1][0]))


@prepared
def _page(*, view: View, whose: UUID, at: datetime | None, task_id: UUID | None) -> QuerySet[Task]:
    tasks = _ordered(view, whose)
    if at is not None:
        tasks = tasks.filter(_beyond(_ordered_by(view), Place(at, task_id), descending=view is View.ALL))
    return tasks.values_list("id", *_FIELDS)[: PAGE_SIZE + 1]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What lies around one thing: earlier ones about the same person, newest first, and what waits next in the list."""

    earlier: tuple[WorklistRow, ...]
    next: WorklistRow | None


def neighbours_of(actor: Actor, focus_id: UUID, person_id: UUID, view: View, *, passed_over: QuerySet) -> Neighbours:
    """Earlier things about the person at this office, and the next one to do; one statement.

    passed_over  ids of things that are as good as done, as a sub-select from whoever owns them
    """
    about = _shown().filter(practice_id=actor.practice_id, person_id=person_id).exclude(focus_id=focus_id)
    earlier = about.order_by("-updated_at", "-id").annotate(part=Value("earlier")).values_list("part", *_FIELDS)[:EARLIER]
    waiting = view if view in (View.WAITING, View.MINE) else View.WAITING
    todo = _ordered(waiting, _whose(actor, waiting))
    todo = todo.exclude(focus_id=focus_id).exclude(focus_id__in=passed_over)
    upcoming = todo.annotate(part=Value("next")).values_list("part", *_FIELDS)[:1]
    found = [(part, WorklistRow(*row)) for part, *row in earlier.union(upcoming, all=True)]
    return Neighbours(
        earlier=tuple(sorted((row for part, row in found if part == "earlier"), key=lambda row: row.updated_at, reverse=True)),
        next=next((row for part, row in found if part == "next"), None),
    )


def _whose(actor: Actor, view: View) -> UUID | None:
    return actor.role_id if view is View.MINE else actor.practice_id


def _ordered_by(view: View) -> str:
    return "due_at" if view in (View.WAITING, View.MINE) else "updated_at"


def _ordered(view: View, whose: UUID | None) -> QuerySet[Task]:
    """The rows of a view in its order; each view has its index in models/task.py."""
    match view:
        case View.WAITING:
            return _shown().filter(practice_id=whose, turn=Turn.OFFICE).order_by("due_at", "id")
        case View.MINE:
            return _shown().filter(owner_id=whose, turn=Turn.OFFICE).order_by("due_at", "id")
        case View.JOURNAL:
            handled = _shown().filter(practice_id=whose, journal_missing=True, turn__in=[Turn.PERSON, Turn.NOBODY])
            return handled.order_by("updated_at", "id")
    return _shown().filter(practice_id=whose).order_by("-updated_at", "-id")


def _shown() -> QuerySet[Task]:
    """Tasks with the patient's birth date: a sub-select, since a join may make PostgreSQL leave the order of the index."""
    return Task.objects.annotate(birth_date=Subquery(Patient.objects.filter(pk=OuterRef("patient_id")).values("birth_date")))


def _beyond(field: str, place: Place, *, descending: bool) -> Q:
    """After a place. The first condition bounds the index range; a bare OR would not."""
    less, least = ("lt", "lte") if descending else ("gt", "gte")
    bound = Q(**{f"{field}__{least}": place.at})
    return bound & (Q(**{f"{field}__{less}": place.at}) | Q(**{f"id__{less}": place.task_id}))
