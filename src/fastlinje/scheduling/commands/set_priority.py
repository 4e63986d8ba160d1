"""Who on the waiting list comes first."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound
from fastlinje.core.rows import update

from ..models import WaitingListEntry
from ..office_rules import check_priority
from ..progress import lock_appointment, record_act


@command
def set_priority(*, actor: Actor, now: datetime, appointment_id: UUID, priority: int) -> None:
    """Let somebody on the waiting list be offered times before others, or in their turn again.

    priority  0 as others, 1 before them, 2 first of all
    Refuses   not_found, unknown_priority
    Source    F-195
    """
    check_priority(priority)
    appointment = lock_appointment(appointment_id)
    entry = WaitingListEntry.objects.filter(appointment=appointment).first()
    if entry is None:
        raise NotFound
    entry.priority = priority
    update(entry, "priority")
    record_act(actor, "waiting_list.prioritise", appointment, now=now)
