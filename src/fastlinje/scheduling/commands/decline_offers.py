"""A person says no to all the times the office offered."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.core.actor import Actor
from fastlinje.core.working_days import due_after

from ..progress import change, record_act
from ..requests import end_all_offers, lock_request
from ..rules import check_may_book
from ..states import AppointmentState, OfferState


@command
def decline_offers(*, actor: Actor, now: datetime, appointment_id: UUID) -> None:
    """None of the offered times suits: the request waits for the office again.

    Refuses  consent_missing, not_represented, not_found, not_waiting, wrong_state
    Source   F-015
    """
    check_may_book(actor)
    request = lock_request(appointment_id)
    end_all_offers(request.pk, OfferState.DECLINED, now)
    change(request, AppointmentState.PROPOSED, actor, now, due_at=due_after(now))
    record_act(actor, "appointment.decline_offers", request, now=now)
