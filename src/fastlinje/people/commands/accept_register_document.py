"""An operator has seen what a document would change, and wants it used."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused
from fastlinje.core.rows import update

from ..document_acts import lock_document
from ..document_states import DocumentState, check_step
from ..events import RegisterDocumentAccepted
from ..models import RegisterDocument
from ..register_freshness import note_freshness, stored_freshness


@command
def accept_register_document(*, actor: Actor, now: datetime, document_id: UUID) -> None:
    """Let the worker bring who may act for whom in line with an uploaded document. A second time nothing happens.

    From this moment no older answer is heard on what it covers: one that is on its way would undo it.
    Refuses  not_found, document_not_read, document_gone, document_older
    Emits    RegisterDocumentAccepted
    Source   F-101
    """
    document = lock_document(document_id)
    if document.state in (DocumentState.APPLYING, DocumentState.APPLIED):
        nothing_done("in use already")
        return
    check_step(document.state, DocumentState.APPLYING)
    _check_time(document, now)
    document.state = DocumentState.APPLYING
    update(document, "state")
    note_freshness(dict.fromkeys(document.covers, document.fetched_at))
    record(actor, "register_document.accept", now=now, entity=("RegisterDocument", document.pk))
    emit(RegisterDocumentAccepted(document.pk))


def _check_time(document: RegisterDocument, now: datetime) -> None:
    if document.expires_at <= now:
        raise Refused("document_gone", _("Dokumentet er mer enn et døgn gammelt. Last opp et nytt."))
    stored = stored_freshness()
    if any(stored[subject] > document.fetched_at for subject in document.covers if subject in stored):
        sentence = _("Dokumentet er eldre enn det som er lagret, og kan ikke brukes. Hent et nytt uttrekk fra registeret.")
        raise Refused("document_older", sentence)
