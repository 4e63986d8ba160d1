"""A person cancels a time."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.core.actor import Actor

from ..events import AppointmentCancelled
from ..progress import change, lock_appointment, record_act
from ..rules import check_can_cancel, check_may_book, is_late
from ..slots import lock_slots, release
from ..states import AppointmentState, EndReason


@command
def cancel_appointment(*, actor: Actor, now: datetime, appointment_id: UUID) -> bool:
    """Cancel a coming time, so that somebody else can have it. After the deadline it is marked as late, and may cost.

    Returns  whether it was late
    Refuses  consent_missing, not_represented, not_found, already_cancelled, wrong_state, in_the_past
    Emits    AppointmentCancelled, SlotReleased
    Source   F-017, AD-07
    """
    check_may_book(actor)
    appointment = lock_appointment(appointment_id)
    check_can_cancel(appointment.status, appointment.start_at, now)
    for slot in lock_slots([appointment.slot_id]).values():
        release(slot, now)
    appointment.cancelled_late = is_late(appointment.cancel_by, now)
    appointment.end_reason = EndReason.BY_PERSON
    change(
        appointment,
        AppointmentState.CANCELLED,
        actor,
        now,
        "cancelled_late",
        "end_reason",
        reason=EndReason.BY_PERSON,
        unread_by_office=False,
    )
    record_act(actor, "appointment.cancel", appointment, now=now)
    emit(AppointmentCancelled(appointment.pk, by_office=False))
    return appointment.cancelled_late
