"""Choosing a time, before booking it."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound
from fastlinje.core.rows import insert, update

from ..booking import check_bookable, patient_at
from ..models import Appointment, Hold, Slot
from ..rules import HOLD_LASTS, check_may_book, check_same_kind
from ..slots import end_hold, lock_person, lock_slot, lock_slots, refuse_taken


@command
def hold_slot(*, actor: Actor, now: datetime, slot_id: UUID, instead_of: UUID | None = None) -> str:
    """Keep a free time for whoever is about to book it, five minutes. Whoever held another gives that back.

    instead_of  the appointment that is to be moved there
    Returns  until when, ISO 8601
    Refuses  consent_missing, not_represented, slot_gone, slot_taken, not_found, in_the_past, too_late, too_early, service_off,
             request_only, not_for_you, overlap, too_many_open, patient_blocked
    Source   F-014
    """
    check_may_book(actor)
    refuse_taken(slot_id)
    lock_person(actor.person_id)
    held = Hold.objects.filter(author_id=actor.person_id).first()
    if held and held.slot_id != slot_id:
        both = lock_slots([held.slot_id, slot_id])
        end_hold(held, both.get(held.slot_id))
        held = None
    slot = lock_slot(slot_id)
    moved = _moved(instead_of)
    if moved:
        check_same_kind(moved, slot)
    person_id = moved.person_id if moved else actor.subject_id
    check_bookable(slot, patient_at(slot.practice_id, person_id), now=now, besides=instead_of)
    slot.held_until = now + HOLD_LASTS
    update(slot, "held_until")
    _note(actor, held, slot)
    record(
        actor,
        "slot.hold",
        now=now,
        person_id=person_id,
        practice_id=slot.practice_id,
        entity=("Slot", slot.pk),
        why="self",
    )
    return slot.held_until.isoformat()


def _moved(instead_of: UUID | None) -> Appointment | None:
    """The appointment the time is for; NotFound when it is not the actor's to see."""
    if instead_of is None:
        return None
    appointment = Appointment.objects.select_related("service").filter(pk=instead_of).first()
    if appointment is None:
        raise NotFound
    return appointment


def _note(actor: Actor, held: Hold | None, slot: Slot) -> None:
    if held:
        held.held_until = slot.held_until
        update(held, "held_until")
        return
    insert(Hold(id=new_id(), practice_id=slot.practice_id, slot=slot, author_id=actor.person_id, held_until=slot.held_until))
