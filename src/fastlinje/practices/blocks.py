"""Who is kept from which service: asked by citizens' pages and commands, and by the office about its patients."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date

from .block_rules import blocked
from .models import ServiceBlock


@dataclass(frozen=True, slots=True)
class BlockLine:
    """One of them, for the office. `lasts`: it holds now, or has not ended."""

    id: UUID
    code: str
    reason: str
    start_date: date
    end_date: date
    registered_at: datetime
    registered_by: str
    ended_at: datetime | None
    ended_by: str
    lasts: bool


def lasting_blocks() -> QuerySet[ServiceBlock]:
    """Those nobody has lifted; each holds till its last day."""
    return ServiceBlock.objects.filter(ended_at__isnull=True)


def refuse_blocked(practice_id: UUID, person_id: UUID, code: str, now: datetime) -> None:
    """Refuses patient_blocked."""
    mine = lasting_blocks().filter(practice_id=practice_id, person_id=person_id, code=code)
    if mine.filter(end_date__gte=oslo_date(now)).exists():
        raise blocked(code)


def blocks_for(actor: Actor, patient_id: UUID, *, now: datetime) -> tuple[BlockLine, ...]:
    """Those of a patient of the actor's office, newest first."""
    rows = ServiceBlock.objects.filter(patient_id=patient_id, practice_id=actor.practice_id).order_by("-registered_at", "id")
    return tuple(_line(row, oslo_date(now)) for row in rows)


def _line(row: ServiceBlock, today: date) -> BlockLine:
    return BlockLine(
        id=row.pk,
        code=row.code,
        reason=row.reason,
        start_date=row.start_date,
        end_date=row.end_date,
        registered_at=row.registered_at,
        registered_by=row.registered_by,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        lasts=row.ended_at is None and row.end_date >= today,
    )
