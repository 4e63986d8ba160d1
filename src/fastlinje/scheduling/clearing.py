"""A day that somebody is away: all that is left of it locked, and shut."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound, Refused

from .lapsing import take_back
from .models import Appointment, AppointmentOffer, Schedule, Slot
from .offers import open_offers
from .progress import lock_appointment
from .slots import close, lock_slots
from .states import AppointmentState, OfferState, SlotStatus
from .week import day_bounds


@dataclass(frozen=True, slots=True)
class RestOfDay:
    """What is left of a day in a schedule, all of it locked.

    booked   those who are coming, by id
    offered  those who have been offered a time that day
    slots    the schedule's that day, by id
    """

    booked: dict[UUID, Appointment]
    offered: tuple[Appointment, ...]
    slots: dict[UUID, Slot]


def lock_rest_of_day(actor: Actor, schedule_id: UUID, day: date, now: datetime, *, also: Iterable[UUID] = ()) -> RestOfDay:
    """Lock those who have a time or are offered one, then the slots, and see that nobody came or went while we waited.

    also  other slots that are to be locked with them, in the one order
    Refuses  not_found, day_changed
    """
    if not Schedule.objects.filter(pk=schedule_id, practice_id=actor.practice_id).exists():
        raise NotFound
    begins, ends = day_bounds(day)
    span = {"schedule_id": schedule_id, "start_at__gte": max(begins, now), "start_at__lt": ends}
    before = _booked(span), _offered(span)
    locked = {pk: lock_appointment(pk) for pk in sorted(before[0] | before[1])}
    mine = set(Slot.objects.filter(**span).values_list("pk", flat=True))
    slots = lock_slots({*mine, *also})
    if (_booked(span), _offered(span)) != before:
        raise day_changed()
    return RestOfDay(
        booked={pk: locked[pk] for pk in sorted(before[0])},
        offered=tuple(locked[pk] for pk in sorted(before[1])),
        slots={pk: slot for pk, slot in slots.items() if pk in mine},
    )


def shut_rest(rest: RestOfDay, given_up: Collection[UUID], actor: Actor, now: datetime) -> None:
    """Close what is free, what is on offer, and what was given up; what those who are still coming have is theirs."""
    for appointment in rest.offered:
        there = [offer for offer in open_offers(appointment.pk) if offer.slot_id in rest.slots]
        take_back(appointment, there, OfferState.WITHDRAWN, actor, now)
    for slot in rest.slots.values():
        if slot.pk in given_up or slot.status in (SlotStatus.FREE, SlotStatus.TENTATIVE):
            close(slot)


def day_changed() -> Refused:
    return Refused("day_changed", _("Dagen har endret seg siden du så på den. Se over listen og prøv igjen."))


def _booked(span: dict) -> set[UUID]:
    return set(Appointment.objects.filter(**span, status=AppointmentState.BOOKED).values_list("pk", flat=True))


def _offered(span: dict) -> set[UUID]:
    there = {f"slot__{name}": value for name, value in span.items()}
    return set(AppointmentOffer.objects.filter(**there, state=OfferState.OPEN).values_list("appointment_id", flat=True))
