"""What is kept for somebody who thinks of withdrawing their consent, or has done it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, Value

from fastlinje.core.actor import Actor

from .models import Appointment, Hold, Preparation, WaitingListEntry
from .states import AppointmentState, EntryState, OfferState

IN_LINE = (EntryState.WAITING, EntryState.OFFERED)


@dataclass(frozen=True, slots=True)
class KeptHere:
    """How much of each. What is held, answered before booking, offered or waited for goes; `booked` and `requests` stay with the
    office."""

    held: int
    answered: int
    offered: int
    waiting: int
    booked: int
    requests: int


def kept_here(actor: Actor, *, now: datetime) -> KeptHere:
    """Of whom the actor acts for, themselves as a rule; two statements. What is held is held by who chose it, for no one yet."""
    booked = Q(status=AppointmentState.BOOKED, start_at__gt=now)
    counted = Appointment.objects.filter(person_id=actor.subject_id).aggregate(
        offered=Count("offers", filter=Q(offers__state=OfferState.OPEN, offers__held_until__gt=now), distinct=True),
        waiting=Count("waiting", filter=Q(waiting__state__in=IN_LINE), distinct=True),
        booked=Count("pk", filter=booked, distinct=True),
        requests=Count("pk", filter=Q(status__in=(AppointmentState.PROPOSED, AppointmentState.PENDING)), distinct=True),
    )
    begun = _begun(actor, now)
    return KeptHere(held=begun.count("held"), answered=begun.count("answered"), **counted)


def _begun(actor: Actor, now: datetime) -> list[str]:
    """A word for each hold and each answered form that is on its way to a booking."""
    answered = Preparation.objects.filter(author_id=actor.person_id, questionnaire_response__isnull=False)
    held = Hold.objects.filter(author_id=actor.person_id, held_until__gt=now)
    if actor.acting_for:
        answered, held = answered.filter(person_id=actor.subject_id), held.none()
    kinds = (answered.values_list(Value("answered")), held.values_list(Value("held")))
    return [kind for (kind,) in kinds[0].union(kinds[1], all=True)]


def kept_for(person_id: UUID) -> list[UUID]:
    """The appointments and requests that have something on offer, or wait for something earlier."""
    kept = Q(offers__state=OfferState.OPEN) | Q(waiting__state__in=IN_LINE)
    return list(Appointment.objects.filter(kept, person_id=person_id).order_by("pk").values_list("pk", flat=True).distinct())


def waiting_of(appointment_id: UUID) -> WaitingListEntry | None:
    """Its place on the waiting list, as long as it has one."""
    return WaitingListEntry.objects.filter(appointment_id=appointment_id, state__in=IN_LINE).first()
