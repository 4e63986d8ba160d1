"""A young person has read what changed when they turned 16."""

from datetime import datetime

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor
from fastlinje.core.rows import insert_unless_there

from ..models import ComingOfAge


@command
def read_coming_of_age(*, actor: Actor, now: datetime) -> None:
    """Note that they have been told, so that the page is shown once.

    Source   F-105
    """
    if insert_unless_there(ComingOfAge(person_id=actor.person_id, told_at=now)):
        record(actor, "coming_of_age.told", now=now, entity=("Person", actor.person_id), why="self")
    else:
        nothing_done("told before")
