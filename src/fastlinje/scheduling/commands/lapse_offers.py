"""Offers nobody answered in time."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done
from fastlinje.core.actor import Actor
from fastlinje.core.working_days import due_after

from ..offers import end_offers, open_offers
from ..progress import change, lock_appointment, record_act
from ..states import AppointmentState, OfferState
from ..waiting import wait_on


@command
def lapse_offers(*, actor: Actor, now: datetime, appointment_id: UUID) -> None:
    """Give back the times whose offers have run out. A request waits for the office again when none is left; somebody on the
    waiting list waits for the next.

    Emits    SlotReleased
    """
    appointment = lock_appointment(appointment_id)
    offers = open_offers(appointment.pk)
    over = [offer for offer in offers if offer.held_until <= now]
    if not over:
        nothing_done("answered meanwhile")
        return
    end_offers(over, OfferState.EXPIRED, now)
    wait_on(appointment.pk)
    if appointment.status == AppointmentState.PENDING and len(over) == len(offers):
        change(appointment, AppointmentState.PROPOSED, actor, now, due_at=due_after(now), unread_by_office=True)
    record_act(actor, "appointment.lapse", appointment, now=now)
