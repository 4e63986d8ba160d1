"""What a person may see of their copies."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound

from .models import DataExport
from .states import ExportStatus


@dataclass(frozen=True, slots=True)
class ExportView:
    """One copy as its page shows it. `status` tells also what the clock has decided: one that is too old is dropped."""

    id: UUID
    person_id: UUID
    status: ExportStatus
    requested_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None
    fetched_at: datetime | None
    size_bytes: int


def exports_for(actor: Actor, *, now: datetime, most: int = 10) -> tuple[ExportView, ...]:
    """The copies the actor has asked for, newest first."""
    rows = DataExport.objects.filter(requested_by_id=actor.person_id).order_by("-requested_at", "-id")[:most]
    return tuple(_view(row, now) for row in rows)


def export_for(actor: Actor, export_id: UUID, *, now: datetime) -> ExportView:
    """One of them. Refuses not_found: foreign and missing alike."""
    row = DataExport.objects.filter(pk=export_id, requested_by_id=actor.person_id).first()
    if row is None:
        raise NotFound
    return _view(row, now)


def _view(row: DataExport, now: datetime) -> ExportView:
    too_old = row.status == ExportStatus.READY and row.expires_at <= now
    return ExportView(
        id=row.pk,
        person_id=row.person_id,
        status=ExportStatus.DROPPED if too_old else ExportStatus(row.status),
        requested_at=row.requested_at,
        ready_at=row.ready_at,
        expires_at=row.expires_at,
        fetched_at=row.fetched_at,
        size_bytes=row.size_bytes,
    )
