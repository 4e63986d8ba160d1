"""A person books a time."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.rows import gathered
from fastlinje.people.rules import phone_number
from fastlinje.practices.models import Patient
from fastlinje.questionnaires.completing import complete
from fastlinje.questionnaires.engine.text import one_line
from fastlinje.worklist.who_can_read import shield_for

from ..booking import answers_before, check_bookable, drop_hold, drop_preparation, first_come, patient_at
from ..events import AppointmentBooked
from ..models import Appointment, Slot
from ..progress import begin, place, record_act
from ..rules import check_may_book, check_phone, check_reason
from ..slots import lock_person, lock_slot, refuse_taken, take
from ..states import AppointmentState, Modality


@command
def book_appointment(*, actor: Actor, now: datetime, slot_id: UUID, reason: str = "", phone: str = "") -> UUID:
    """Book a free time for whom the actor acts for. What they answered beforehand goes with it.

    reason   a few words for the office, at most 200 characters, may be empty
    phone    where to call, only for a phone appointment
    Returns  the appointment's id
    Refuses  consent_missing, not_represented, slot_gone, slot_taken, not_found, in_the_past, too_late, too_early, service_off,
             request_only, not_for_you, overlap, too_many_open, reason_too_long, phone_missing, bad_address, form_missing,
             checkpoint_missing, patient_blocked
    Emits    AppointmentBooked
    Source   F-014, F-023, F-027, F-028, AD-61
    """
    check_may_book(actor)
    check_reason(reason)
    refuse_taken(slot_id)
    lock_person(actor.subject_id)
    slot = lock_slot(slot_id)
    patient = patient_at(slot.practice_id, actor.subject_id)
    check_bookable(slot, patient, now=now)
    number = number_for(slot.service.modality, phone)
    answered = answers_before(actor, slot.service, now)
    take(slot)
    appointment = _new(actor, patient, slot, one_line(reason), number, now)
    appointment.questionnaire_response = answered.response
    with first_come(), gathered():
        begin(appointment, patient, actor, now)
        record_act(actor, "appointment.book", appointment, now=now)
    complete(answered.response, now)
    drop_preparation(answered)
    drop_hold(actor.person_id, slot.pk)
    emit(AppointmentBooked(appointment.pk, by_office=False))
    return appointment.pk


def _new(actor: Actor, patient: Patient, slot: Slot, reason: str, phone: str, now: datetime) -> Appointment:
    shield = shield_for(actor, now)
    appointment = Appointment(
        id=new_id(),
        practice=slot.practice,
        person_id=patient.person_id,
        author_id=actor.person_id,
        patient=patient,
        status=AppointmentState.BOOKED,
        reason=reason,
        phone=phone,
        preferences={},
        end_text="",
        shielded=shield.shielded,
        hidden_from_person=shield.hidden_from_person,
        asked_at=now,
    )
    place(appointment, slot)
    return appointment


def number_for(modality: str, phone: str) -> str:
    """The number in E.164 for a phone appointment, and none otherwise. Refuses phone_missing, bad_address."""
    if modality != Modality.PHONE:
        return ""
    check_phone(modality, phone)
    return phone_number(phone)
