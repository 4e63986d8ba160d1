"""What every act on an uploaded register document has in common."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from fastlinje.core.refusal import NotFound
from fastlinje.core.rows import update

from .document_states import DocumentState, check_step
from .models import RegisterDocument

KEPT = timedelta(hours=24)
"""How long the content waits for somebody to decide."""


def lock_uploads() -> None:
    """One upload at a time: two operators at once become one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('register_document', 1))")


def lock_document(document_id: UUID) -> RegisterDocument:
    """The document without its content, locked for the rest of the command. Refuses not_found."""
    document = RegisterDocument.objects.select_for_update(of=("self",)).defer("content").filter(pk=document_id).first()
    if document is None:
        raise NotFound
    return document


def close_document(document: RegisterDocument, state: DocumentState, now: datetime, *fields: str) -> None:
    """Its last step: the content goes with it. Refuses what `check_step` refuses.

    fields  what else has changed on the row
    """
    check_step(document.state, state)
    document.state, document.content, document.closed_at = state, None, now
    update(document, "state", "content", "closed_at", *fields)
