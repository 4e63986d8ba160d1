"""The office calls an appointment off, or a whole day."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused
from fastlinje.core.rows import update
from fastlinje.questionnaires.engine.text import plain

from ..clearing import day_changed, lock_rest_of_day, shut_rest
from ..desk_rules import check_end_text, check_is_coming
from ..events import AppointmentCancelled
from ..models import Appointment
from ..progress import change, lock_appointment, record_act
from ..rules import is_late
from ..slots import lock_slots, release
from ..states import AppointmentState, EndReason


@command
def cancel_for_patient(*, actor: Actor, now: datetime, appointment_id: UUID, by_patient: bool, text: str = "") -> None:
    """Call an appointment off. When the patient asked for it, it is late after the deadline, as if they had done it themselves.

    text     what the patient reads when they log in, at most 300 characters, may be empty
    Refuses  not_found, already_cancelled, wrong_state, in_the_past, text_too_long
    Emits    AppointmentCancelled, SlotReleased
    Source   F-017, F-021
    """
    check_end_text(text)
    appointment = lock_appointment(appointment_id)
    check_is_coming(appointment, now)
    for slot in lock_slots([appointment.slot_id]).values():
        release(slot, now)
    appointment.cancelled_late = by_patient and is_late(appointment.cancel_by, now)
    _end(actor, appointment, EndReason.BY_PERSON if by_patient else EndReason.BY_OFFICE, plain(text), now)


@command
def cancel_day(*, actor: Actor, now: datetime, schedule_id: UUID, day: date, seen: Collection[UUID], text: str = "") -> None:
    """Call off what is left of a day for one clinician, and close the times that are free or on offer. One notice to each patient.

    seen     the appointments the office saw before it said yes
    text     what the patients read when they log in, at most 300 characters, may be empty
    Refuses  not_found, text_too_long, day_changed
    Emits    AppointmentCancelled
    Source   F-193
    """
    check_end_text(text)
    rest = lock_rest_of_day(actor, schedule_id, day, now)
    if rest.booked.keys() != set(seen):
        raise day_changed()
    shut_rest(rest, {appointment.slot_id for appointment in rest.booked.values()}, actor, now)
    for appointment in rest.booked.values():
        _end(actor, appointment, EndReason.CLINICIAN_AWAY, plain(text), now)
    record(actor, "schedule.cancel_day", now=now, practice_id=actor.practice_id, entity=("Schedule", schedule_id))


@command
def mark_late_cancellation(*, actor: Actor, now: datetime, appointment_id: UUID, late: bool) -> None:
    """Say that a cancellation was late, or that it was not after all. Money comes later.

    Refuses  not_found, wrong_state
    Source   F-192
    """
    appointment = lock_appointment(appointment_id)
    if appointment.status != AppointmentState.CANCELLED or appointment.start_at is None:
        raise Refused("wrong_state", _("Dette kan ikke gjøres slik timen er nå. Last siden på nytt."))
    appointment.cancelled_late = late
    update(appointment, "cancelled_late")
    record_act(actor, "appointment.mark_late", appointment, now=now)


def _end(actor: Actor, appointment: Appointment, reason: EndReason, text: str, now: datetime) -> None:
    appointment.end_reason, appointment.end_text = reason, text
    fields = ("cancelled_late", "end_reason", "end_text")
    change(appointment, AppointmentState.CANCELLED, actor, now, *fields, reason=reason, unread_by_office=False)
    record_act(actor, "appointment.cancel", appointment, now=now)
    emit(AppointmentCancelled(appointment.pk, by_office=True))
