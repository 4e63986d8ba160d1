"""Not wanting an earlier time any more."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound
from fastlinje.core.rows import update

from ..models import WaitingListEntry
from ..offers import end_offers, open_offers
from ..progress import lock_appointment, record_act
from ..rules import check_may_book
from ..states import EntryState, OfferState


@command
def leave_waiting_list(*, actor: Actor, now: datetime, appointment_id: UUID) -> None:
    """Keep the booked time and hear no more of earlier ones. One that is on offer goes to the next in line.

    Refuses  consent_missing, not_represented, not_found
    Source   F-195
    """
    check_may_book(actor)
    appointment = lock_appointment(appointment_id)
    end_offers(open_offers(appointment.pk), OfferState.DECLINED, now)
    entry = WaitingListEntry.objects.filter(appointment=appointment).first()
    if entry is None:
        raise NotFound
    entry.state = EntryState.LEFT
    update(entry, "state")
    record_act(actor, "waiting_list.leave", appointment, now=now)
