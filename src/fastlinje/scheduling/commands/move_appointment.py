"""A person changes to another time."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.core.actor import Actor

from ..booking import check_bookable, drop_hold, first_come, is_patient_at, patient_at
from ..events import AppointmentMoved
from ..models import Slot
from ..progress import PLACE, change, lock_appointment, person_of, place, record_act
from ..rules import check_can_cancel, check_may_book, check_phone, check_same_kind, check_still_there, is_late
from ..slots import lock_person, lock_slot, lock_slots, release, take
from ..states import AppointmentState


@command
def move_appointment(*, actor: Actor, now: datetime, appointment_id: UUID, slot_id: UUID) -> UUID:
    """Move an appointment to another free time. The old one is kept until the new one is sure; all happens at once or not at all.

    A move after the deadline is marked as a late cancellation would be.
    Returns  the appointment's id, the same as before
    Refuses  consent_missing, not_represented, not_found, left_office, already_cancelled, wrong_state, slot_gone, slot_taken,
             in_the_past, too_late, too_early, service_off, request_only, not_for_you, overlap, phone_missing, patient_blocked
    Emits    AppointmentMoved, SlotReleased
    Source   F-018, AD-07
    """
    check_may_book(actor)
    lock_person(person_of(appointment_id))
    appointment = lock_appointment(appointment_id)
    check_still_there(is_patient_at(appointment.practice_id, appointment.person_id))
    check_can_cancel(appointment.status, appointment.start_at, now)
    old, new = _both(appointment.slot_id, slot_id)
    check_same_kind(appointment, new)
    check_bookable(new, patient_at(new.practice_id, appointment.person_id), now=now, besides=appointment.pk)
    check_phone(new.service.modality, appointment.phone)
    appointment.cancelled_late = appointment.cancelled_late or is_late(appointment.cancel_by, now)
    take(new)
    release(old, now)
    place(appointment, new)
    with first_come():
        change(appointment, AppointmentState.BOOKED, actor, now, "cancelled_late", *PLACE)
    drop_hold(actor.person_id, new.pk)
    record_act(actor, "appointment.move", appointment, now=now)
    emit(AppointmentMoved(appointment.pk, by_office=False))
    return appointment.pk


def _both(old_id: UUID, new_id: UUID) -> tuple[Slot, Slot]:
    """The two slots, locked in one order."""
    old = lock_slots({old_id, new_id})[old_id]
    return old, lock_slot(new_id)
