"""Offers nobody answered in time, and those for days on which nobody works after all."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done
from fastlinje.core.actor import Actor

from ..away import is_for_absence
from ..lapsing import take_back
from ..offers import open_offers
from ..progress import lock_appointment, record_act
from ..states import OfferState


@command
def lapse_offers(*, actor: Actor, now: datetime, appointment_id: UUID) -> None:
    """Give back the times whose offers have run out, or whose clinician is away. A request waits for the office again when none is
    left; somebody on the waiting list waits for the next.

    Emits    SlotReleased
    """
    appointment = lock_appointment(appointment_id)
    over = [offer for offer in open_offers(appointment.pk) if offer.held_until <= now or is_for_absence(offer.slot, now)]
    if not over:
        nothing_done("answered meanwhile")
        return
    take_back(appointment, over, OfferState.EXPIRED, actor, now)
    record_act(actor, "appointment.lapse", appointment, now=now)
