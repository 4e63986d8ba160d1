"""Asking for a copy of everything."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.people.consent import lock_self

from ..events import DataExportRequested
from ..models import DataExport
from ..rules import VALID, check_room, check_whom
from ..states import LIVE, ExportStatus


@command
def request_export(*, actor: Actor, now: datetime, person_id: UUID) -> UUID:
    """Have a copy made of all that is stored about a person: oneself, or somebody one decides for. A ready one gives way.

    Returns  the export; the one that is already on its way if there is one
    Refuses  not_found, too_many_exports
    Emits    DataExportRequested
    Source   F-006, rules.md 10.6
    """
    lock_self(actor)
    check_whom(actor, person_id)
    mine = DataExport.objects.filter(requested_by_id=actor.person_id)
    live = mine.filter(person_id=person_id, status__in=LIVE).first()
    if live and live.status == ExportStatus.REQUESTED:
        nothing_done("on its way")
        return live.pk
    check_room(mine.filter(requested_at__gt=now - VALID).count())
    if live:
        live.status = ExportStatus.DROPPED
        live.save(update_fields=["status"])
    export = DataExport.objects.create(id=new_id(), person_id=person_id, requested_by_id=actor.person_id, requested_at=now)
    record(actor, "export.request", now=now, person_id=person_id, entity=("DataExport", export.pk), why="self")
    emit(DataExportRequested(export.pk))
    return export.pk
