"""Making copies, telling when they are ready, and forgetting them."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from fastlinje.audit import gate
from fastlinje.core.actor import Actor
from fastlinje.notifications.commands.make_notice import make_notice
from fastlinje.people.events import ConsentLowered
from fastlinje.people.models import Consent

from . import store
from .bundle import bundle
from .commands.drop_export import drop_export
from .commands.finish_export import finish_export
from .events import DataExportReady, DataExportRequested
from .gathering.everything import gather
from .models import DataExport
from .states import LIVE, ExportStatus


def make_export(event: DataExportRequested, *, actor: Actor, now: datetime) -> None:
    """Gather, pack, store, and let the person fetch it. Run again it makes the same copy anew."""
    with gate.reading(actor, now=now):
        export = DataExport.objects.select_related("person", "requested_by").get(pk=event.export_id)
        if export.status != ExportStatus.REQUESTED:
            return
        with translation.override(export.requested_by.language or settings.LANGUAGE_CODE):
            found = gather(export.person, export.requested_by, now=now)
    packed = bundle(found, language=export.requested_by.language)
    store.keep(export.pk, packed)
    status = finish_export(actor=actor, now=now, export_id=export.pk, size_bytes=len(packed), focus_ids=found.focus_ids)
    if status != ExportStatus.READY:
        store.forget(export.pk)


def tell_ready(event: DataExportReady, *, actor: Actor, now: datetime) -> None:
    """That something is ready, to the one who asked; what, one reads after logging in."""
    with gate.reading(actor, now=now):
        export = DataExport.objects.get(pk=event.export_id)
    key = f"DataExportReady:{export.pk}"
    make_notice(
        actor=actor,
        now=now,
        key=key,
        person_id=export.requested_by_id,
        practice_id=None,
        template="ready",
        values={},
        event_key=key,
    )


def drop_exports_of(event: ConsentLowered, *, actor: Actor, now: datetime) -> None:
    """Whoever withdraws leaves no copy behind, of their own or about them (AD-32). One asked for afterwards is another matter."""
    about = Q(person_id=event.person_id) | Q(requested_by_id=event.person_id)
    with gate.reading(actor, now=now):
        changed_at = Consent.objects.filter(person_id=event.person_id).latest("given_at").given_at
        live = list(DataExport.objects.filter(about, status__in=LIVE, requested_at__lte=changed_at).values_list("pk", flat=True))
    for export_id in live:
        drop_and_forget(export_id, reason="consent_withdrawn", actor=actor, now=now)


def drop_and_forget(export_id: UUID, *, reason: str, actor: Actor, now: datetime) -> None:
    """Close a copy and delete its bytes."""
    drop_export(actor=actor, now=now, export_id=export_id, reason=reason)
    forget_bytes(export_id, actor=actor, now=now)


def forget_bytes(export_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Delete the bytes, then note that they are gone; a crash in between does it again."""
    store.forget(export_id)
    with gate.reading(actor, now=now):
        DataExport.objects.filter(pk=export_id).update(is_stored=False)
