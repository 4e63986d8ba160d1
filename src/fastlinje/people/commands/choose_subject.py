"""Switching to somebody one acts for, or back to oneself."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound


@command
def choose_subject(*, actor: Actor, now: datetime, person_id: UUID) -> None:
    """Act for somebody from now on in this session; with one's own id, for oneself. Drafts stay with whom they concern.

    Refuses  not_found, for somebody the actor may not act for: known and unknown people alike (AD-24)
    Source   F-100
    """
    with connection.cursor() as cursor:
        subject = None if person_id == actor.person_id else person_id
        cursor.execute("select gate.choose_subject(%s, %s, %s)", [actor.entry.session_key, subject, now])
        if not cursor.fetchone()[0]:
            raise NotFound
    record(actor, "subject.choose", now=now, person_id=person_id, entity=("Person", person_id), why="self")
