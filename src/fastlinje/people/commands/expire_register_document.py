"""An uploaded document nobody decided on within a day."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor

from ..document_acts import close_document, lock_document
from ..document_states import LIVE, DocumentState


@command
def expire_register_document(*, actor: Actor, now: datetime, document_id: UUID) -> None:
    """Delete the content, also of one the worker could not finish with. Run by the worker."""
    document = lock_document(document_id)
    if document.state not in LIVE:
        nothing_done("closed already")
        return
    close_document(document, DocumentState.EXPIRED, now)
    record(actor, "register_document.expire", now=now, entity=("RegisterDocument", document.pk))
