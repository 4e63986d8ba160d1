"""Reading the log of what was done with a person's information."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from fastlinje.core.actor import Actor

from .models import AuditEvent, Outcome

PAGE = 30


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One thing that was done or read: by whom, in which capacity and where, and why."""

    recorded_at: datetime
    action: str
    capacity: str
    agent_person_id: UUID | None
    agent_name: str
    agent_roles: str
    practice_name: str
    entity_type: str
    entity_id: UUID | None
    why: str


def events_for(
    actor: Actor, *, by_others: bool, quiet: frozenset[str], before: UUID | None = None
) -> tuple[tuple[LoggedEvent, ...], UUID | None]:
    """What was done with the actor's information, newest first, and where the next page begins (None at the end).

    by_others  only what others did
    quiet      actions to leave out; refused tries are left out too, since nothing was done
    """
    events = AuditEvent.objects.filter(person_id=actor.person_id, outcome=Outcome.SUCCESS).exclude(action__in=quiet)
    if by_others:
        events = events.filter(Q(agent_person_id__isnull=True) | ~Q(agent_person_id=actor.person_id))
    if before is not None:
        events = events.filter(id__lt=before)
    rows = list(events.order_by("-id")[: PAGE + 1])
    names = LoggedEvent.__dataclass_fields__
    found = tuple(LoggedEvent(**{name: getattr(row, name) for name in names}) for row in rows[:PAGE])
    return found, rows[PAGE - 1].id if len(rows) > PAGE else None
