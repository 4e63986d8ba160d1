"""Logging out somewhere else: a browser one forgot, or does not know."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound


@command
def end_own_session(*, actor: Actor, now: datetime, session_id: UUID) -> None:
    """End one other login of one's own; it is dead from the next click there.

    Refuses  not_found: foreign, missing, ended and the present one alike
    """
    if not _end(actor, session_id, now):
        raise NotFound
    record(actor, "session.end_elsewhere", now=now, entity=("Session", session_id), why="self")


@command
def end_other_sessions(*, actor: Actor, now: datetime) -> int:
    """End all one's logins but this. Fine if there is none.

    Returns  how many ended
    """
    ended = _end(actor, None, now)
    record(actor, "session.end_elsewhere", now=now, entity=("Session", actor.session_id), why="self")
    return ended


def _end(actor: Actor, session_id: UUID | None, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select gate.end_own_sessions(%s, %s, %s)", [actor.entry.session_key, session_id, now])
        return cursor.fetchone()[0]
