"""The office gives somebody another time."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused

from ..booking import first_come, open_of
from ..clearing import day_changed, lock_rest_of_day, shut_rest
from ..desk_rules import check_can_call, check_can_give, check_is_coming, check_patient_free
from ..events import AppointmentMoved
from ..models import Appointment
from ..progress import PLACE, change, lock_appointment, person_of, place, record_act
from ..slots import close, lock_person, lock_slot, lock_slots, release, take
from ..states import AppointmentState, EndReason


@command
def move_for_patient(*, actor: Actor, now: datetime, appointment_id: UUID, slot_id: UUID) -> None:
    """Move an appointment to another free time: the old one is given back in the same moment, and the patient gets one notice.

    Refuses  not_found, already_cancelled, wrong_state, in_the_past, slot_gone, slot_taken, slot_held, slot_closed, phone_missing,
             overlap
    Emits    AppointmentMoved, SlotReleased
    Source   F-018, F-185
    """
    lock_person(person_of(appointment_id))
    appointment = lock_appointment(appointment_id)
    check_is_coming(appointment, now)
    old = lock_slots({appointment.slot_id, slot_id})[appointment.slot_id]
    _move(actor, appointment, slot_id, now)
    release(old, now)


@command
def move_day(*, actor: Actor, now: datetime, schedule_id: UUID, day: date, moves: Sequence[tuple[UUID, UUID]]) -> None:
    """Move appointments of a day, each to its time, all or none: the doctor is away, and the patients get one notice each. Nobody
    can book what they leave, nor the rest of that day, unless it is there they are moved.

    moves    appointment and slot, as the office saw them side by side before it said yes
    Refuses  nothing_to_move, day_changed, and as move_for_patient
    Emits    AppointmentMoved
    Source   F-193
    """
    if not moves:
        raise Refused("nothing_to_move", _("Ingen av timene kan flyttes dit."))
    wanted = dict(moves)
    for person_id in sorted({person_of(appointment_id) for appointment_id in wanted}):
        lock_person(person_id)
    rest = lock_rest_of_day(actor, schedule_id, day, now, also=wanted.values())
    if not wanted.keys() <= rest.booked.keys():
        raise day_changed()
    moved = [rest.booked[appointment_id] for appointment_id in sorted(wanted)]
    left = {appointment.slot_id for appointment in moved}
    for appointment in moved:
        _move(actor, appointment, wanted[appointment.pk], now, reason=EndReason.CLINICIAN_AWAY)
    if rest.slots.keys().isdisjoint(wanted.values()):
        shut_rest(rest, left, actor, now)
    else:
        for slot_id in left:
            close(rest.slots[slot_id])


def _move(actor: Actor, appointment: Appointment, slot_id: UUID, now: datetime, *, reason: str = "") -> None:
    """The slot is locked with the others before; so is the one that is left, and whoever calls says what becomes of it."""
    new = lock_slot(slot_id)
    check_can_give(new, now)
    check_can_call(new.service.modality, appointment.phone)
    theirs = open_of(appointment.person_id, now)
    check_patient_free(theirs, new, may_overlap=new.practice.appointments_may_overlap, besides=appointment.pk)
    take(new)
    place(appointment, new)
    with first_come():
        change(appointment, AppointmentState.BOOKED, actor, now, *PLACE, reason=reason)
    record_act(actor, "appointment.move", appointment, now=now)
    emit(AppointmentMoved(appointment.pk, by_office=True))
