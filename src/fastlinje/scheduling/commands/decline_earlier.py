"""A person does not want the earlier time they were offered."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.core.actor import Actor

from ..offers import check_stands, end_offers, offer_of
from ..progress import lock_appointment, record_act
from ..rules import check_may_book
from ..states import OfferState
from ..waiting import wait_on


@command
def decline_earlier(*, actor: Actor, now: datetime, offer_id: UUID) -> None:
    """Keep the time one has. The earlier one goes to the next in line; one stays on the list for others.

    Refuses  consent_missing, not_represented, not_found, offer_gone
    Source   F-195
    """
    check_may_book(actor)
    appointment = lock_appointment(offer_of(offer_id).appointment_id)
    offer = offer_of(offer_id)
    check_stands(offer, now)
    end_offers([offer], OfferState.DECLINED, now)
    wait_on(appointment.pk)
    record_act(actor, "waiting_list.decline", appointment, now=now)
