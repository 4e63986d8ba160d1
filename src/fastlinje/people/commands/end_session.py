"""Logging out."""

from datetime import datetime

from django.db import connection

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor


@command
def end_session(*, actor: Actor, now: datetime) -> None:
    """Log the actor out here. The browser's key is dead from now on, wherever it has been copied to."""
    record(actor, "session.end", now=now, entity=("Session", actor.session_id))
    with connection.cursor() as cursor:
        cursor.execute("select gate.end_session(%s, %s)", [actor.entry.session_key, now])


@command
def end_sessions_of(*, actor: Actor, now: datetime, issuer: str, sid: str, jti: str | None = None) -> int | None:
    """End the sessions a provider says are over (front or back channel).

    Returns  how many ended; None when the token's jti was used before (AD-44)
    """
    with connection.cursor() as cursor:
        cursor.execute("select gate.end_sessions_of(%s, %s, %s, %s)", [issuer, sid, jti, now])
        ended = cursor.fetchone()[0]
    if ended:
        record(actor, "session.ended_by_provider", now=now)
    else:
        nothing_done("no such session")
    return ended
