"""Not booking the chosen time after all."""

from datetime import datetime

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor

from ..slots import give_up_hold, lock_person


@command
def release_hold(*, actor: Actor, now: datetime) -> None:
    """Give back the time the actor holds, so that others see it at once. Nothing happens if there is none.

    Source  F-014
    """
    lock_person(actor.person_id)
    held = give_up_hold(actor.person_id)
    if held is None:
        nothing_done("no hold")
        return
    record(actor, "slot.release", now=now, person_id=actor.subject_id, practice_id=held.practice_id, why="self")
