"""The office books a time for somebody on the phone or at the desk."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.practices.models import Patient
from fastlinje.practices.rules import check_desk_phone
from fastlinje.questionnaires.engine.text import one_line

from ..at_desk import keep_number, patient_at_desk
from ..booking import first_come, open_of
from ..desk_rules import check_can_give, check_patient_free
from ..events import AppointmentBooked
from ..models import Appointment, Slot
from ..progress import begin, place, record_act
from ..rules import check_reason
from ..slots import lock_person, lock_slot, take
from ..states import AppointmentState
from .book_appointment import number_for


@command
def book_for_patient(
    *, actor: Actor, now: datetime, slot_id: UUID, patient_id: UUID, reason: str = "", phone: str = "", shielded: bool = False
) -> UUID:
    """Book a free time for a patient of the office, also one that people cannot book themselves, and for those who never log in.

    reason    a few words, at most 200 characters, may be empty
    phone     where to call them: goes with a phone appointment, and is kept with the patient; may be empty for others
    shielded  hidden from whoever acts for the patient
    Returns   the appointment's id
    Refuses   not_found, in_the_past, slot_gone, slot_taken, slot_held, slot_closed, overlap, reason_too_long, phone_missing,
              phone_invalid
    Emits     AppointmentBooked
    Source    F-186, F-187
    """
    check_reason(reason)
    check_desk_phone(phone)
    patient = patient_at_desk(actor, patient_id)
    lock_person(patient.person_id)
    slot = lock_slot(slot_id)
    check_can_give(slot, now)
    may_overlap = slot.practice.appointments_may_overlap
    check_patient_free(open_of(patient.person_id, now), slot, may_overlap=may_overlap)
    number = number_for(slot.service.modality, phone)
    keep_number(patient, phone)
    take(slot)
    appointment = _new(patient, slot, reason=one_line(reason), phone=number, shielded=shielded, asked_at=now)
    with first_come():
        begin(appointment, patient, actor, now)
    record_act(actor, "appointment.book", appointment, now=now)
    emit(AppointmentBooked(appointment.pk, by_office=True))
    return appointment.pk


def _new(patient: Patient, slot: Slot, **given: object) -> Appointment:
    appointment = Appointment(
        id=new_id(),
        practice=slot.practice,
        person_id=patient.person_id,
        author_id=None,
        patient=patient,
        status=AppointmentState.BOOKED,
        preferences={},
        end_text="",
        **given,
    )
    place(appointment, slot)
    return appointment
