"""Asking the virus scanner again about files that came while it was away, until it answers (FD-11)."""

from datetime import datetime
from uuid import UUID

import structlog

from fastlinje.audit import gate
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound

from .commands.release_file import release_file
from .commands.remove_infected_file import remove_infected_file
from .files.scanner import Verdict
from .files.store import FileMissing
from .models import Attachment
from .uploads import file_store, scanner

_BATCH = 100
log = structlog.get_logger("fastlinje.files")


def scan_held_files(*, actor: Actor, now: datetime) -> None:
    """Ask the scanner about each held file; stop when it is still away."""
    with gate.reading(actor, now=now):
        held = list(Attachment.objects.filter(scan=Attachment.HELD).order_by("id").values_list("pk", flat=True)[:_BATCH])
    for file_id in held:
        try:
            verdict = scanner().scan(file_store().get(file_id))
        except FileMissing:
            log.error("held_file_missing", file_id=str(file_id))
            continue
        if verdict is Verdict.UNAVAILABLE:
            log.warning("scanner_away", held=len(held))
            return
        _settle(file_id, verdict, actor, now)


def _settle(file_id: UUID, verdict: Verdict, actor: Actor, now: datetime) -> None:
    act = remove_infected_file if verdict is Verdict.INFECTED else release_file
    try:
        act(actor=actor, now=now, file_id=file_id)
    except NotFound:  # the person took it away meanwhile
        log.info("held_file_gone")
