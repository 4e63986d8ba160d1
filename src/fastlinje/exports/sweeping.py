"""Housekeeping by the clock: copies that are a day old, bytes of those that were fetched, and rows nobody looks at."""

from datetime import datetime

from django.db.models import Q

from fastlinje.audit import gate
from fastlinje.core.actor import Actor

from .models import DataExport
from .rules import ROW_KEPT, VALID
from .states import LIVE, ExportStatus
from .tasks import drop_and_forget, forget_bytes

_BATCH = 500


def sweep_exports(*, actor: Actor, now: datetime) -> None:
    """Delete copies after their day, also those that were never made; then the rows, a month later."""
    too_old = Q(status=ExportStatus.READY, expires_at__lte=now) | Q(status=ExportStatus.REQUESTED, requested_at__lte=now - VALID)
    for export_id in _ids(too_old, actor, now):
        drop_and_forget(export_id, reason="expired", actor=actor, now=now)
    for export_id in _ids(Q(is_stored=True) & ~Q(status__in=LIVE), actor, now):
        forget_bytes(export_id, actor=actor, now=now)
    with gate.reading(actor, now=now):
        DataExport.objects.filter(is_stored=False, requested_at__lt=now - ROW_KEPT).exclude(status__in=LIVE).delete()


def _ids(which: Q, actor: Actor, now: datetime) -> list:
    with gate.reading(actor, now=now):
        return list(DataExport.objects.filter(which).order_by("requested_at").values_list("pk", flat=True)[:_BATCH])
