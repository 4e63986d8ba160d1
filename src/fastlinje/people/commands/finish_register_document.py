"""An uploaded document has been used."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor

from ..document_acts import close_document, lock_document
from ..document_states import DocumentState


@command
def finish_register_document(*, actor: Actor, now: datetime, document_id: UUID, people: int) -> None:
    """Everybody is done, and the content is gone; what it came to stands with the other rounds. Run by the worker.

    people  how many were asked about
    """
    document = lock_document(document_id)
    if document.state != DocumentState.APPLYING:
        nothing_done("finished already")
        return
    document.people = document.done = people
    close_document(document, DocumentState.APPLIED, now, "people", "done")
    record(actor, "register_document.apply", now=now, entity=("RegisterDocument", document.pk))
