"""An operator doesn't want an uploaded document used."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor

from ..document_acts import close_document, lock_document
from ..document_states import DocumentState


@command
def discard_register_document(*, actor: Actor, now: datetime, document_id: UUID) -> None:
    """Throw an uploaded document away; its content is gone. A second time nothing happens.

    Refuses  not_found, document_in_use, document_gone
    Source   F-101
    """
    document = lock_document(document_id)
    if document.state == DocumentState.DISCARDED:
        nothing_done("thrown away already")
        return
    close_document(document, DocumentState.DISCARDED, now)
    record(actor, "register_document.discard", now=now, entity=("RegisterDocument", document.pk))
