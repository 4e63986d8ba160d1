"""Reading the log of what was done with a person's information."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from django.db.models import Q, QuerySet

from fastlinje.core.actor import Actor, Capacity

from .models import AuditEvent, Outcome

PAGE = 30
MOST_READ, MOST_TAKEN = 300, 50_000
AT_ONCE = timedelta(minutes=1)


class By(Enum):
    """Who did it, seen by the one who reads."""

    OTHERS = "others"
    OFFICE = "office"
    REPRESENTATIVES = "representatives"
    SYSTEM = "system"
    ME = "me"
    ANYBODY = "anybody"


@dataclass(frozen=True, slots=True)
class LogQuestion:
    """What of the log is asked for. Refused tries are never told: nothing was done.

    person_id  whom it is about; of others than the actor only what concerns things the actor may follow (AD-30)
    actions    only these; None for all
    quiet      actions to leave out
    since      only what happened then or later
    """

    person_id: UUID
    by: By = By.OTHERS
    actions: frozenset[str] | None = None
    quiet: frozenset[str] = frozenset()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One thing that was done or read: by whom, in which capacity and where, and why. `times` within a minute."""

    recorded_at: datetime
    action: str
    capacity: str
    person_id: UUID
    agent_person_id: UUID | None
    agent_practitioner_id: UUID | None
    agent_name: str
    agent_roles: str
    practice_name: str
    entity_type: str
    entity_id: UUID | None
    why: str
    times: int = 1

    @property
    def same(self) -> tuple:
        """What two events have in common when they are the same act by the same person, and lead to the same place."""
        leads_to = self.entity_id if self.entity_type == "Conversation" else None
        return (self.action, self.capacity, self.agent_person_id, self.agent_practitioner_id, leads_to)


def events_for(actor: Actor, question: LogQuestion, *, before: UUID | None = None) -> tuple[tuple[LoggedEvent, ...], UUID | None]:
    """A page of lines, newest first, and where the next page begins (None at the end)."""
    found = _events(actor, question)
    rows = list((found.filter(id__lt=before) if before else found)[: MOST_READ + 1])
    lines, read = grouped((_event(row) for row in rows[:MOST_READ]), most=PAGE)
    return lines, rows[read - 1].id if read < len(rows) else None


def all_events_for(actor: Actor, question: LogQuestion, *, most: int) -> tuple[LoggedEvent, ...]:
    """Every line, newest first, to take along; at most so many."""
    return grouped((_event(row) for row in _events(actor, question)[:MOST_TAKEN]), most=most)[0]


def grouped(events: Iterable[LoggedEvent], *, most: int) -> tuple[tuple[LoggedEvent, ...], int]:
    """Lines out of events that come newest first: the same act by the same person within a minute is one.

    Returns  at most so many lines, and how many events they took
    """
    lines: list[LoggedEvent] = []
    place: dict[tuple, int] = {}
    read = 0
    for event in events:
        at = place.get(event.same)
        if at is not None and abs(lines[at].recorded_at - event.recorded_at) < AT_ONCE:
            lines[at] = replace(lines[at], times=lines[at].times + 1)
        elif len(lines) == most:
            break
        else:
            place[event.same] = len(lines)
            lines.append(event)
        read += 1
    return tuple(lines), read


def times_done(actor: Actor, action: str, *, since: datetime) -> int:
    """How often the actor has done something to their own since then: what must not be done too often is counted where all is."""
    return AuditEvent.objects.filter(
        person_id=actor.person_id,
        agent_person_id=actor.person_id,
        action=action,
        outcome=Outcome.SUCCESS,
        recorded_at__gt=since,
    ).count()


def _events(actor: Actor, question: LogQuestion) -> QuerySet[AuditEvent]:
    found = AuditEvent.objects.filter(person_id=question.person_id, outcome=Outcome.SUCCESS).exclude(action__in=question.quiet)
    if question.actions is not None:
        found = found.filter(action__in=question.actions)
    if question.since is not None:
        found = found.filter(recorded_at__gte=question.since)
    return found.filter(_by(actor, question.by)).order_by("-id")


def _by(actor: Actor, by: By) -> Q:
    mine = Q(agent_person_id=actor.person_id)
    not_mine = Q(agent_person_id__isnull=True) | ~mine
    return {
        By.OTHERS: not_mine,
        By.OFFICE: Q(capacity__in=(Capacity.STAFF, Capacity.ADMIN)),
        By.REPRESENTATIVES: not_mine & Q(capacity=Capacity.CITIZEN),
        By.SYSTEM: Q(capacity__in=(Capacity.JOB, Capacity.ANONYMOUS)),
        By.ME: mine,
        By.ANYBODY: Q(),
    }[by]


def _event(row: AuditEvent) -> LoggedEvent:
    return LoggedEvent(**{name: getattr(row, name) for name in LoggedEvent.__dataclass_fields__ if name != "times"})
