"""The office answers a request with a time."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.core.actor import Actor

from ..booking import open_of
from ..desk_rules import check_can_call, check_can_give, check_patient_free
from ..events import AppointmentBooked
from ..progress import person_of, record_act
from ..requests import end_all_offers, give, lock_for_answer, lock_request
from ..slots import lock_person, lock_slot, take
from ..states import OfferState


@command
def answer_request_with_booking(*, actor: Actor, now: datetime, appointment_id: UUID, slot_id: UUID) -> None:
    """Give somebody who asked a booked time. Times that were offered before are given back.

    Refuses  not_found, not_waiting, in_the_past, slot_gone, slot_taken, slot_held, slot_closed, phone_missing, overlap
    Emits    AppointmentBooked
    Source   F-015, F-184
    """
    lock_person(person_of(appointment_id))
    request = lock_request(appointment_id)
    lock_for_answer(request, [slot_id])
    end_all_offers(request.pk, OfferState.WITHDRAWN, now)
    slot = lock_slot(slot_id)
    check_can_give(slot, now)
    check_can_call(slot.service.modality, request.phone)
    may_overlap = slot.practice.appointments_may_overlap
    check_patient_free(open_of(request.person_id, now), slot, may_overlap=may_overlap, besides=request.pk)
    take(slot)
    give(request, slot, actor, now)
    record_act(actor, "appointment.book", request, now=now)
    emit(AppointmentBooked(request.pk, by_office=True))
