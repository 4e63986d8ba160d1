"""A copy is made."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor

from ..events import DataExportReady
from ..models import DataExport
from ..rules import VALID
from ..states import ExportStatus


@command
def finish_export(*, actor: Actor, now: datetime, export_id: UUID, size_bytes: int, focus_ids: Sequence[UUID]) -> str:
    """Let a person fetch the copy whose bytes are stored; for a day. Run by the worker.

    Returns  the status it has now: "ready", or another when nobody waits for it any more
    Emits    DataExportReady
    """
    export = DataExport.objects.select_for_update(of=("self",)).get(pk=export_id)
    if export.status != ExportStatus.REQUESTED:
        nothing_done("nobody waits for it")
        return export.status
    export.status, export.is_stored, export.size_bytes = ExportStatus.READY, True, size_bytes
    export.focus_ids = list(focus_ids)
    export.ready_at, export.expires_at = now, now + VALID
    export.save(update_fields=["status", "is_stored", "size_bytes", "focus_ids", "ready_at", "expires_at"])
    record(actor, "export.finish", now=now, person_id=export.person_id, entity=("DataExport", export.pk))
    emit(DataExportReady(export.pk))
    return export.status
