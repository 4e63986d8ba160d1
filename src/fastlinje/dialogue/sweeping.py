"""Housekeeping by the clock: drafts nobody came back to, files nobody names, colleagues who have left the page."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from uuid import UUID

import structlog

from fastlinje.audit import gate
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused

from .commands.expire_draft import expire_draft
from .files.store import LocalFileStore
from .models import Attachment, Draft, Presence
from .retention import DRAFT_KEPT, ORPHAN_KEPT, PRESENCE_KEPT
from .uploads import file_store

_BATCH = 500
log = structlog.get_logger("fastlinje.sweeping")


def sweep_drafts(*, actor: Actor, now: datetime) -> None:
    """Delete drafts untouched for 30 days, each by its own command."""
    with gate.reading(actor, now=now):
        old = list(Draft.objects.filter(updated_at__lt=now - DRAFT_KEPT).order_by("pk").values_list("pk", flat=True)[:_BATCH])
    for draft_id in old:
        try:
            expire_draft(actor=actor, now=now, draft_id=draft_id)
        except Refused as refusal:  # gone or written in between the look and the act
            log.info("draft_kept", reason=refusal.code)


def sweep_files(*, actor: Actor, now: datetime) -> None:
    """Remove stored files that no row names, and what a crash left half-written."""
    store, removed = file_store(), 0
    found = store.ids_older_than(now - ORPHAN_KEPT)
    while batch := list(islice(found, _BATCH)):
        for orphan in _orphans(batch, actor, now):
            store.delete(orphan)
            removed += 1
    if isinstance(store, LocalFileStore):
        removed += store.remove_unfinished(now - ORPHAN_KEPT)
    if removed:
        log.info("files_removed", files=removed)


def sweep_presence(*, actor: Actor, now: datetime) -> None:
    """Forget who had which conversation open an hour ago."""
    with gate.reading(actor, now=now):
        Presence.objects.filter(seen_at__lt=now - PRESENCE_KEPT).delete()


def _orphans(ids: Iterable[UUID], actor: Actor, now: datetime) -> set[UUID]:
    with gate.reading(actor, now=now):
        return set(ids) - set(Attachment.objects.filter(pk__in=ids).values_list("pk", flat=True))
