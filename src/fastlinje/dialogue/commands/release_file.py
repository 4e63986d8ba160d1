"""A held file turned out to be clean."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

from ..held_files import lock_held, what_it_hangs_on
from ..models import Attachment


@command
def release_file(*, actor: Actor, now: datetime, file_id: UUID) -> None:
    """Let others open a file that waited for the virus check. Run by the worker.

    Refuses  not_found (removed meanwhile, or already released)
    Source   AD-60, FD-11
    """
    file = lock_held(file_id)
    file.scan = Attachment.CLEAN
    file.save(update_fields=["scan"])
    record(actor, "file.release", now=now, person_id=file.person_id, practice_id=file.practice_id, entity=what_it_hangs_on(file))
