"""Not booking the chosen time after all."""

from datetime import datetime

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor
from fastlinje.core.rows import delete, update

from ..models import Hold
from ..slots import lock_person, lock_slots


@command
def release_hold(*, actor: Actor, now: datetime) -> None:
    """Give back the time the actor holds, so that others see it at once. Nothing happens if there is none.

    Source  F-014
    """
    lock_person(actor.person_id)
    held = Hold.objects.filter(author_id=actor.person_id).first()
    if held is None:
        nothing_done("no hold")
        return
    slot = lock_slots([held.slot_id]).get(held.slot_id)
    if slot and slot.held_until == held.held_until:
        slot.held_until = None
        update(slot, "held_until")
    delete(held)
    record(actor, "slot.release", now=now, person_id=actor.subject_id, practice_id=held.practice_id, why="self")
