"""An operator has a document on who may act for whom."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused
from fastlinje.core.rows import insert

from ..document_acts import KEPT, close_document, lock_uploads
from ..document_states import LIVE, DocumentState
from ..events import RegisterDocumentUploaded
from ..models import RegisterDocument
from ..register_status import REPRESENTATION


@command
def upload_register_document(*, actor: Actor, now: datetime, content: bytes) -> UUID:
    """Keep a document sealed for a day, and let the worker count what it would change. Nothing is changed yet.

    One at a time: an earlier one that nobody has used gives way.
    content   JSON in UTF-8, in the shape of docs/registers.md; its length is the caller's to limit
    Refuses   document_empty, document_not_text, document_in_use
    Emits     RegisterDocumentUploaded
    Source    F-101
    """
    text = _text_of(content)
    lock_uploads()
    for earlier in RegisterDocument.objects.select_for_update(of=("self",)).defer("content").filter(state__in=LIVE):
        if earlier.state == DocumentState.APPLYING:
            raise Refused("document_in_use", _("Et dokument tas i bruk nå. Vent til det er ferdig, og last opp på nytt."))
        close_document(earlier, DocumentState.DISCARDED, now)
        record(actor, "register_document.discard", now=now, entity=("RegisterDocument", earlier.pk), why="replaced")
    document = RegisterDocument(
        id=new_id(),
        register=REPRESENTATION,
        content=text,
        size_bytes=len(content),
        uploaded_at=now,
        uploaded_by=actor.name,
        expires_at=now + KEPT,
    )
    insert(document)
    record(actor, "register_document.upload", now=now, entity=("RegisterDocument", document.pk))
    emit(RegisterDocumentUploaded(document.pk))
    return document.pk


def _text_of(content: bytes) -> str:
    if not content.strip():
        raise Refused("document_empty", _("Filen er tom."), fields=("document",))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        sentence = _("Filen er ikke lagret som UTF-8. Lagre den på nytt med det tegnsettet.")
        raise Refused("document_not_text", sentence, fields=("document",)) from None
