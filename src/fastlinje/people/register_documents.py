"""What the worker does with an uploaded document: read and count it, and later use it. Run again it does the same."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from fastlinje.audit import gate
from fastlinje.core.actor import Actor

from .commands.finish_register_document import finish_register_document
from .commands.note_document_read import note_document_ready, note_document_unusable
from .document_states import DocumentState
from .models import RegisterDocument
from .register_checks import check_everybody, configured_registers
from .register_freshness import stored_freshness
from .register_status import DOCUMENT
from .registers.representation_document import Reading, check_document, read_document
from .representation_count import count_everybody


def count_document(document_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Find out what is wrong in it, or what it would change."""
    content = _content_of(document_id, DocumentState.RECEIVED, actor, now)
    if content is None:
        return
    reading = check_document(content, now)
    if reading.document is None:
        note_document_unusable(actor=actor, now=now, document_id=document_id, reading=reading)
    elif newer := _stored_since(reading, actor, now):
        note_document_unusable(actor=actor, now=now, document_id=document_id, reading=reading, older_than=newer)
    else:
        sources = {DOCUMENT: reading.document, **configured_registers()}
        counted = count_everybody(sources, actor=actor, now=now, told=_progress(document_id, actor, now))
        note_document_ready(actor=actor, now=now, document_id=document_id, reading=reading, counted=counted)


def use_document(document_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Ask it, and the other sources there are, about everybody who logs in: what all of them say counts."""
    content = _content_of(document_id, DocumentState.APPLYING, actor, now)
    if content is None:
        return
    sources = {DOCUMENT: read_document(content, now), **configured_registers()}
    checked = check_everybody(sources, actor=actor, now=now, told=_progress(document_id, actor, now))
    finish_register_document(actor=actor, now=now, document_id=document_id, people=checked.people.total())


def _content_of(document_id: UUID, state: DocumentState, actor: Actor, now: datetime) -> bytes | None:
    """None when it is not in that state any more: done already, thrown away, or a day old."""
    with gate.reading(actor, now=now):
        document = RegisterDocument.objects.filter(pk=document_id, state=state).first()
        return document and document.content.encode()


def _stored_since(reading: Reading, actor: Actor, now: datetime) -> datetime | None:
    """When what is stored was known, if that is newer than the document on anything it covers."""
    head = reading.document.head
    with gate.reading(actor, now=now):
        stored = stored_freshness()
    return max((stored[each] for each in head.covers if each in stored and stored[each] > head.fetched_at), default=None)


def _progress(document_id: UUID, actor: Actor, now: datetime) -> Callable[[int], None]:
    def told(done: int) -> None:
        with gate.reading(actor, now=now):
            RegisterDocument.objects.filter(pk=document_id).update(done=done)

    return told
