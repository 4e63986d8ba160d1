"""Taking a request back."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.core.actor import Actor

from ..progress import change, record_act
from ..requests import end_all_offers, lock_request
from ..rules import check_may_book
from ..states import AppointmentState, EndReason, OfferState


@command
def withdraw_request(*, actor: Actor, now: datetime, appointment_id: UUID) -> None:
    """Take back a request that is not settled; times that were offered go to others.

    Refuses  consent_missing, not_represented, not_found, not_waiting
    Source   F-015
    """
    check_may_book(actor)
    request = lock_request(appointment_id)
    end_all_offers(request.pk, OfferState.DECLINED, now)
    request.end_reason = EndReason.BY_PERSON
    change(
        request,
        AppointmentState.CANCELLED,
        actor,
        now,
        "end_reason",
        reason=EndReason.BY_PERSON,
        unread_by_office=False,
    )
    record_act(actor, "appointment.withdraw", request, now=now)
