"""Taking a copy away, once."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor, ConsentLevel
from fastlinje.core.refusal import NotFound
from fastlinje.people.models import Consent
from fastlinje.worklist.models import Task

from ..models import DataExport
from ..rules import check_fetchable, outdated, whom
from ..states import ExportStatus


@command
def fetch_export(*, actor: Actor, now: datetime, export_id: UUID) -> None:
    """Use the one download of a copy. Whoever may no longer read what is in it does not get it.

    Refuses  not_found (foreign and missing alike), export_fetched, export_expired, export_not_ready, export_outdated
    Source   F-006, AD-30, AD-32
    """
    export = DataExport.objects.select_for_update(of=("self",)).filter(pk=export_id, requested_by_id=actor.person_id).first()
    if export is None:
        raise NotFound
    check_fetchable(
        is_ready=export.status == ExportStatus.READY,
        was_fetched=export.status == ExportStatus.FETCHED,
        expires_at=export.expires_at,
        now=now,
    )
    if export.person_id not in whom(actor) or _withdrawn_since(export) or not _still_readable(export):
        raise outdated()
    export.status, export.fetched_at = ExportStatus.FETCHED, now
    export.save(update_fields=["status", "fetched_at"])
    record(actor, "export.fetch", now=now, person_id=export.person_id, entity=("DataExport", export.pk), why="self")


def _withdrawn_since(export: DataExport) -> bool:
    later = Consent.objects.filter(person_id__in={export.person_id, export.requested_by_id}, given_at__gte=export.requested_at)
    return any(not ConsentLevel(row.level).covers(ConsentLevel(row.previous_level)) for row in later)


def _still_readable(export: DataExport) -> bool:
    return Task.objects.filter(focus_id__in=export.focus_ids).count() == len(export.focus_ids)
