"""Housekeeping by the clock: log-ins that ended long ago, codes nobody typed."""

from datetime import datetime

from django.db import connection

from fastlinje.audit import gate
from fastlinje.core.actor import Actor

from .models import ContactCode


def sweep_sessions(*, actor: Actor, now: datetime) -> None:
    """Forget sessions and logout tokens a month after they ended."""
    with gate.reading(actor, now=now), connection.cursor() as cursor:
        cursor.execute("select people_forget_sessions(%s)", [now])


def sweep_contact_codes(*, actor: Actor, now: datetime) -> None:
    """Forget codes that are no longer valid."""
    with gate.reading(actor, now=now):
        ContactCode.objects.filter(expires_at__lt=now).delete()
