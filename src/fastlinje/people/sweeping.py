"""Housekeeping by the clock: log-ins that ended long ago, codes nobody typed."""

from datetime import datetime, timedelta

from django.db import connection

from fastlinje.audit import gate
from fastlinje.core.actor import Actor

from .commands.expire_register_document import expire_register_document
from .document_states import LIVE
from .models import ContactCode, RegisterDocument

_DOCUMENT_ROWS_KEPT = timedelta(days=365)
"""What an uploaded document came to, in numbers. The log tells who did it, for as long as the log is kept."""


def sweep_sessions(*, actor: Actor, now: datetime) -> None:
    """Forget sessions and logout tokens a month after they ended."""
    with gate.reading(actor, now=now), connection.cursor() as cursor:
        cursor.execute("select people_forget_sessions(%s)", [now])


def sweep_contact_codes(*, actor: Actor, now: datetime) -> None:
    """Forget codes that are no longer valid."""
    with gate.reading(actor, now=now):
        ContactCode.objects.filter(expires_at__lt=now).delete()


def sweep_register_documents(*, actor: Actor, now: datetime) -> None:
    """Delete the content of uploaded documents after their day, and the numbers after a year."""
    with gate.reading(actor, now=now):
        old = list(RegisterDocument.objects.filter(state__in=LIVE, expires_at__lte=now).values_list("pk", flat=True))
    for document_id in old:
        expire_register_document(actor=actor, now=now, document_id=document_id)
    with gate.reading(actor, now=now):
        closed = RegisterDocument.objects.exclude(state__in=LIVE)
        closed.filter(uploaded_at__lt=now - _DOCUMENT_ROWS_KEPT).delete()
