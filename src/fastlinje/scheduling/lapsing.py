"""Offers that end without a yes, and what becomes of whoever had them."""

from collections.abc import Collection
from datetime import datetime

from fastlinje.core.actor import Actor
from fastlinje.core.working_days import due_after

from .models import Appointment, AppointmentOffer
from .offers import end_offers, open_offers
from .progress import change
from .states import AppointmentState, OfferState
from .waiting import wait_on


def take_back(
    appointment: Appointment, offers: Collection[AppointmentOffer], state: OfferState, actor: Actor, now: datetime
) -> None:
    """End some of what is on offer for an appointment or request, which is locked. Somebody on the waiting list waits for the next;
    a request waits for the office again when nothing is left."""
    left = len(open_offers(appointment.pk)) - len(offers)
    end_offers(offers, state, now)
    wait_on(appointment.pk)
    if appointment.status == AppointmentState.PENDING and not left:
        change(appointment, AppointmentState.PROPOSED, actor, now, due_at=due_after(now), unread_by_office=True)
