"""Reminding somebody of their time."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import nothing_done
from fastlinje.core.actor import Actor
from fastlinje.core.rows import update

from ..events import ReminderDue
from ..progress import lock_appointment, record_act
from ..reminding import is_due, is_due_on_the_day


@command
def remind(*, actor: Actor, now: datetime, appointment_id: UUID) -> None:
    """Let somebody be reminded of a coming time: two days before, and on the day when they are to sit ready. Each once, however
    often the clock comes by or is set back; a move is a new time with new reminders.

    Emits   ReminderDue
    Source  F-020, FD-17
    """
    appointment = lock_appointment(appointment_id)
    same_day = is_due_on_the_day(appointment, now)
    if not same_day and not is_due(appointment, now):
        nothing_done("not due")
        return
    # One reminder at a time: who is reminded on the day needs no older one.
    appointment.reminded_at = appointment.reminded_at or now
    appointment.called_up_at = now if same_day else appointment.called_up_at
    update(appointment, "reminded_at", "called_up_at")
    record_act(actor, "appointment.remind", appointment, now=now)
    emit(ReminderDue(appointment.pk, same_day=same_day))
