"""A copy nobody shall have any more."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor

from ..models import DataExport
from ..states import LIVE, ExportStatus


@command
def drop_export(*, actor: Actor, now: datetime, export_id: UUID, reason: str) -> None:
    """Close a copy that is too old, was never made, or whose consent is withdrawn. Its bytes are deleted next. Run by the worker.

    reason  "expired" or "consent_withdrawn"
    """
    export = DataExport.objects.select_for_update(of=("self",)).get(pk=export_id)
    if export.status not in LIVE:
        nothing_done("closed already")
        return
    export.status = ExportStatus.DROPPED
    export.save(update_fields=["status"])
    record(actor, "export.drop", now=now, person_id=export.person_id, entity=("DataExport", export.pk), why=reason)
