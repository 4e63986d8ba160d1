"""A person takes the earlier time they were offered."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.core.actor import Actor
from fastlinje.core.rows import update
from fastlinje.practices.blocks import refuse_blocked
from fastlinje.practices.models import ServiceCode

from ..booking import check_open, check_person, check_theirs, first_come, patient_at
from ..events import AppointmentMoved
from ..models import Appointment, AppointmentOffer, Slot, WaitingListEntry
from ..offers import check_stands, end_offers, offer_of, open_offers
from ..progress import PLACE, change, lock_appointment, place, record_act
from ..rules import check_can_cancel, check_may_book, slot_taken
from ..slots import lock_person, lock_slot, lock_slots, release, take
from ..states import AppointmentState, EntryState, OfferState, SlotStatus


@command
def accept_earlier(*, actor: Actor, now: datetime, offer_id: UUID) -> UUID:
    """Change to the earlier time. The old one is kept until this one is sure, and then goes to others.

    Returns  the appointment's id, the same as before
    Refuses  consent_missing, not_represented, not_found, offer_gone, already_cancelled, wrong_state, in_the_past, slot_taken,
             slot_gone, too_late, too_early, service_off, not_for_you, overlap, patient_blocked
    Emits    AppointmentMoved, SlotReleased
    Source   F-195
    """
    check_may_book(actor)
    offer = offer_of(offer_id)
    lock_person(offer.person_id)
    appointment = lock_appointment(offer.appointment_id)
    check_can_cancel(appointment.status, appointment.start_at, now)
    refuse_blocked(appointment.practice_id, appointment.person_id, ServiceCode.APPOINTMENT, now)
    old, new = _both(appointment, offer)
    offer = offer_of(offer_id)
    check_stands(offer, now)
    _check_can_have(appointment, new, now)
    take(new)  # before the offer is answered: it is what lets the person take it
    _settle(offer, appointment)
    release(old, now)
    place(appointment, new)
    with first_come():
        change(appointment, AppointmentState.BOOKED, actor, now, *PLACE)
    end_offers(open_offers(appointment.pk), OfferState.WITHDRAWN, now)
    record_act(actor, "appointment.move", appointment, now=now)
    emit(AppointmentMoved(appointment.pk, by_office=False))
    return appointment.pk


def _both(appointment: Appointment, offer: AppointmentOffer) -> tuple[Slot, Slot]:
    """The two slots, locked in one order."""
    old = lock_slots({appointment.slot_id, offer.slot_id})[appointment.slot_id]
    return old, lock_slot(offer.slot_id)


def _check_can_have(appointment: Appointment, slot: Slot, now: datetime) -> None:
    if slot.status != SlotStatus.TENTATIVE:
        raise slot_taken()
    check_open(slot, now)
    check_person(slot, patient_at(slot.practice_id, appointment.person_id))
    check_theirs(slot, appointment.person_id, now=now, besides=appointment.pk)


def _settle(offer: AppointmentOffer, appointment: Appointment) -> None:
    offer.state = OfferState.ACCEPTED
    update(offer, "state")
    for entry in WaitingListEntry.objects.filter(appointment_id=appointment.pk):
        entry.state = EntryState.DONE
        update(entry, "state")
