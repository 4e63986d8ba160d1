"""The office lets a time stand though the patient has another GP now."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.core.actor import Actor
from fastlinje.worklist.follow import update_task
from fastlinje.worklist.models import Turn

from ..progress import lock_appointment, record_act
from ..rules import check_can_cancel


@command
def keep_appointment(*, actor: Actor, now: datetime, appointment_id: UUID) -> None:
    """Take it off the worklist; the patient comes as agreed. Pressed twice it is the same.

    Refuses  not_found, already_cancelled, wrong_state, in_the_past
    Source   F-081, docs/decisions/0013
    """
    appointment = lock_appointment(appointment_id)
    check_can_cancel(appointment.status, appointment.start_at, now)
    update_task(appointment.pk, turn=Turn.NOBODY)
    record_act(actor, "appointment.keep", appointment, now=now)
