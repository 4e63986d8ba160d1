"""Requests answered: what every answer of the office, and every yes of a person, has in common."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused

from .booking import first_come
from .models import Appointment, Slot
from .offers import end_offers, open_offers
from .progress import PLACE, change, lock_appointment, place
from .slots import lock_slots
from .states import AppointmentState, OfferState


def lock_request(appointment_id: UUID) -> Appointment:
    """A request that waits, locked. Refuses not_found, not_waiting."""
    request = lock_appointment(appointment_id)
    if not AppointmentState(request.status).is_request:
        raise Refused("not_waiting", _("Dette timeønsket er allerede besvart eller trukket tilbake."))
    return request


def lock_for_answer(request: Appointment, slot_ids: Iterable[UUID]) -> None:
    """Lock what the request is offered and what it shall have, in one order."""
    lock_slots({*slot_ids, *(offer.slot_id for offer in open_offers(request.pk))})


def give(request: Appointment, slot: Slot, actor: Actor, now: datetime, **task: object) -> None:
    """A request becomes a booking of a slot that is taken."""
    place(request, slot)
    with first_come():
        change(request, AppointmentState.BOOKED, actor, now, *PLACE, **task)


def end_all_offers(appointment_id: UUID, state: OfferState, now: datetime, *, besides: UUID | None = None) -> None:
    """End whatever is still on offer for an appointment or request."""
    end_offers(open_offers(appointment_id), state, now, besides=besides)
