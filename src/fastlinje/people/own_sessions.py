"""Where somebody is logged in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from fastlinje.core.actor import Actor


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One login that still works.

    last_seen_at  when a page was last opened, to the minute
    ends_at       when it ends if nothing more is done there
    is_this       the one that asks
    """

    id: UUID
    started_at: datetime
    last_seen_at: datetime
    ends_at: datetime
    is_this: bool


def own_sessions_for(actor: Actor, *, now: datetime) -> tuple[OpenSession, ...]:
    """The actor's open logins of this kind, this one first, then the last used. A login as staff is not one as a citizen."""
    with connection.cursor() as cursor:
        cursor.execute("select * from gate.own_sessions(%s, %s)", [actor.entry.session_key, now])
        return tuple(OpenSession(*row) for row in cursor)
