"""Taking a copy of the log."""

from datetime import datetime
from uuid import UUID

from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound

from ..command import command
from ..record import record


@command
def export_access_log(*, actor: Actor, now: datetime, person_id: UUID, form: str) -> None:
    """Note that somebody takes the log with them, before they get it.

    person_id  whom it is about: the actor, or somebody they follow
    form       "print" or "csv"
    Refuses    not_found
    Source     F-072, AD-74
    """
    if person_id not in actor.followed_persons:
        raise NotFound
    record(actor, "access_log.export", now=now, person_id=person_id, entity=("Person", person_id), why="self")
