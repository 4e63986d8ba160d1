"""A person says yes to one of the times the office offered."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.core.actor import Actor
from fastlinje.core.rows import update

from ..booking import check_theirs
from ..events import AppointmentBooked
from ..offers import check_stands, offer_of
from ..progress import record_act
from ..requests import end_all_offers, give, lock_for_answer, lock_request
from ..rules import check_may_book, slot_taken
from ..slots import lock_person, lock_slot, take
from ..states import Modality, OfferState, SlotStatus
from .book_appointment import number_for


@command
def accept_offer(*, actor: Actor, now: datetime, offer_id: UUID, phone: str = "") -> UUID:
    """Take one of the times that were offered; the others go back to the free ones.

    phone    where to call, for a phone appointment whose number the office does not have
    Returns  the appointment's id
    Refuses  consent_missing, not_represented, not_found, not_waiting, offer_gone, slot_taken, overlap, phone_missing, bad_address
    Emits    AppointmentBooked
    Source   F-015
    """
    check_may_book(actor)
    offer = offer_of(offer_id)
    lock_person(offer.person_id)
    request = lock_request(offer.appointment_id)
    lock_for_answer(request, [])
    offer = offer_of(offer_id)
    check_stands(offer, now)
    slot = lock_slot(offer.slot_id)
    if slot.status != SlotStatus.TENTATIVE:
        raise slot_taken()
    check_theirs(slot, request.person_id, now=now, besides=request.pk)
    if slot.service.modality == Modality.PHONE and (phone or not request.phone):
        request.phone = number_for(slot.service.modality, phone)
        update(request, "phone")
    take(slot)  # before the offer is answered: it is what lets the person take it
    offer.state = OfferState.ACCEPTED
    update(offer, "state")
    end_all_offers(request.pk, OfferState.WITHDRAWN, now)
    give(request, slot, actor, now)
    record_act(actor, "appointment.accept", request, now=now)
    emit(AppointmentBooked(request.pk, by_office=False))
    return request.pk
