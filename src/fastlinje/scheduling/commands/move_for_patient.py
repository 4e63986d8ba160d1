"""The office gives somebody another time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused

from ..booking import first_come, open_of
from ..desk_rules import check_can_call, check_can_give, check_is_coming, check_patient_free
from ..events import AppointmentMoved
from ..models import Appointment, Slot
from ..progress import PLACE, change, lock_appointment, person_of, place, record_act
from ..slots import lock_person, lock_slot, lock_slots, release, take
from ..states import AppointmentState, EndReason


@command
def move_for_patient(*, actor: Actor, now: datetime, appointment_id: UUID, slot_id: UUID) -> None:
    """Move an appointment to another free time: the old one is given back in the same moment, and the patient gets one notice.

    Refuses  not_found, already_cancelled, wrong_state, in_the_past, slot_gone, slot_taken, slot_held, slot_closed, phone_missing,
             overlap
    Emits    AppointmentMoved, SlotReleased
    Source   F-018, F-185
    """
    _move_all(actor, {appointment_id: slot_id}, now)


@command
def move_day(*, actor: Actor, now: datetime, moves: Sequence[tuple[UUID, UUID]]) -> None:
    """Move several appointments, each to its time, all or none: the doctor is away, and the patients get one notice each.

    moves    appointment and slot, as the office saw them side by side before it said yes
    Refuses  nothing_to_move, and as move_for_patient
    Emits    AppointmentMoved, SlotReleased
    Source   F-193
    """
    if not moves:
        raise Refused("nothing_to_move", _("Ingen av timene kan flyttes dit."))
    _move_all(actor, dict(moves), now, reason=EndReason.CLINICIAN_AWAY)


def _move_all(actor: Actor, moves: dict[UUID, UUID], now: datetime, *, reason: str = "") -> None:
    """Everything is locked first, in the order of slots.py."""
    for person_id in sorted({person_of(appointment_id) for appointment_id in moves}):
        lock_person(person_id)
    appointments = [lock_appointment(appointment_id) for appointment_id in sorted(moves)]
    for appointment in appointments:
        check_is_coming(appointment, now)
    slots = lock_slots({*moves.values(), *(appointment.slot_id for appointment in appointments)})
    for appointment in appointments:
        old, new = slots[appointment.slot_id], lock_slot(moves[appointment.pk])
        _move(actor, appointment, old, new, now, reason)


def _move(actor: Actor, appointment: Appointment, old: Slot, new: Slot, now: datetime, reason: str) -> None:
    check_can_give(new, now)
    check_can_call(new.service.modality, appointment.phone)
    theirs = open_of(appointment.person_id, now)
    check_patient_free(theirs, new, may_overlap=new.practice.appointments_may_overlap, besides=appointment.pk)
    take(new)
    place(appointment, new)
    with first_come():
        change(appointment, AppointmentState.BOOKED, actor, now, *PLACE, reason=reason)
    release(old, now)
    record_act(actor, "appointment.move", appointment, now=now)
    emit(AppointmentMoved(appointment.pk, by_office=True))
