"""Times kept for somebody until they say yes or no."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from fastlinje.core.refusal import NotFound, Refused
from fastlinje.core.rows import update

from .models import AppointmentOffer, Slot
from .slots import lock_slots, release
from .states import OfferState, SlotStatus


def open_offers(appointment_id: UUID) -> list[AppointmentOffer]:
    """The open offers of an appointment or request, in the order slots are locked."""
    return list(AppointmentOffer.objects.filter(appointment_id=appointment_id, state=OfferState.OPEN).order_by("slot_id"))


def offer_of(offer_id: UUID) -> AppointmentOffer:
    """One offer; NotFound when it is not the actor's to see."""
    offer = AppointmentOffer.objects.filter(pk=offer_id).first()
    if offer is None:
        raise NotFound
    return offer


def check_stands(offer: AppointmentOffer, now: datetime) -> None:
    """Refuses offer_gone when it is answered, taken back, or its time is up."""
    if offer.state != OfferState.OPEN or offer.held_until <= now:
        raise Refused("offer_gone", _("Dette tilbudet gjelder ikke lenger."))


def end_offers(offers: Iterable[AppointmentOffer], state: OfferState, now: datetime, *, besides: UUID | None = None) -> None:
    """End offers and give their slots back, but for the one that is accepted. Their appointment is locked already."""
    ended = [offer for offer in offers if offer.pk != besides and offer.state == OfferState.OPEN]
    slots = lock_slots([offer.slot_id for offer in ended])
    for offer in ended:
        offer.state = state
        update(offer, "state")
        give_back(slots.get(offer.slot_id), now)


def give_back(slot: Slot | None, now: datetime) -> None:
    """A kept slot is free again, unless somebody else has been offered it too."""
    if slot is not None and slot.status == SlotStatus.TENTATIVE and not is_offered(slot.pk):
        release(slot, now)


def is_offered(slot_id: UUID) -> bool:
    """Whether anybody still has an offer of the slot; whose the database does not say."""
    with connection.cursor() as cursor:
        cursor.execute("select gate.is_offered(%s)", [slot_id])
        return cursor.fetchone()[0]
