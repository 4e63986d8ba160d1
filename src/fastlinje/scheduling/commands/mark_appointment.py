"""The office notes that somebody came, did not come, or is done."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.core.actor import Actor

from ..booking import first_come
from ..desk_rules import check_mark
from ..progress import change, lock_appointment, record_act


@command
def mark_appointment(*, actor: Actor, now: datetime, appointment_id: UUID, status: str) -> None:
    """Mark an appointment; a mark made by mistake is taken back by marking it as it was. Nobody is notified.

    status   arrived, noshow, fulfilled, or booked to take back that they had come or not come
    Refuses  not_found, wrong_state, too_early, slot_taken: a mark stands when the clinician has been booked elsewhere meanwhile
    Source   F-192
    """
    appointment = lock_appointment(appointment_id)
    to = check_mark(status, appointment.start_at, now)
    with first_come():
        change(appointment, to, actor, now, unread_by_person=False)
    record_act(actor, "appointment.mark", appointment, now=now)
