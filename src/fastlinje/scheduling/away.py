"""Times the office wants back: for days on which nobody works after all, or of a publication that is undone. What is free is
closed or removed; what somebody has is theirs, and goes to nobody else when it is given back."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Least, TruncDate

from fastlinje.core.clock import OSLO

from .models import AppointmentOffer, ScheduleException, Slot
from .rules import day_of
from .states import PublicationState, SlotStatus
from .week import day_bounds

NOT_SHUT = """
           not exists (select from scheduling_scheduleexception e
                        where e.schedule_id = s.schedule_id
                          and (s.start_at at time zone 'Europe/Oslo')::date between e.first_date and e.last_date)
       and not exists (select from scheduling_publication p where p.id = s.publication_id and p.status in ('undoing', 'undone'))
"""
"""Of slots `s`, in the office's own capacity: no absence covers them, and what they were published with stands."""

# People may book them until their service says, but for those that another absence covers.
_REOPEN = f"""
    update scheduling_slot s set bookable_until = s.start_at - v.closes_minutes_before * interval '1 minute'
      from scheduling_appointmentservice v
     where v.id = s.service_id and s.schedule_id = %s and s.start_at >= %s and s.start_at < %s
       and {NOT_SHUT}
"""  # noqa: S608 our own words only


def shut(schedule_id: UUID, first: date, last: date, now: datetime) -> None:
    """Close what is free; what somebody has or is offered stays theirs, and is not for people to book when they give it back.

    Locked first, in the order of slots.py, so that what is given back in the same moment is closed too.
    """
    free = Q(status=SlotStatus.FREE)
    slots = Slot.objects.filter(schedule_id=schedule_id, start_at__gte=day_bounds(first)[0], start_at__lt=day_bounds(last)[1])
    _lock(slots)
    slots.exclude(status=SlotStatus.UNAVAILABLE).update(
        status=Case(When(free, then=Value(SlotStatus.UNAVAILABLE)), default="status"),
        held_until=Case(When(free, then=None), default="held_until"),
        bookable_until=Case(When(free, then="bookable_until"), default=Least("bookable_until", now)),
    )


def keep_from_others(publication_id: UUID, now: datetime) -> None:
    """What somebody has or is offered of a publication is not for people to book when they give it back."""
    slots = Slot.objects.filter(publication_id=publication_id, status__in=(SlotStatus.BUSY, SlotStatus.TENTATIVE))
    _lock(slots)
    slots.filter(bookable_until__gt=now).update(bookable_until=now)


def reopen(schedule_id: UUID, first: date, last: date) -> None:
    """What somebody has in those days is for people to book again when they give it back. What was closed stays closed."""
    with connection.cursor() as cursor:
        cursor.execute(_REOPEN, [schedule_id, day_bounds(first)[0], day_bounds(last)[1]])


def is_shut(slot: Slot, now: datetime) -> bool:
    """Nobody gets it when it is given back: nobody works that day, or what it was published with is undone."""
    return slot.bookable_until <= now and (is_away(slot.schedule_id, day_of(slot)) or _is_undone(slot))


def is_for_absence(slot: Slot, now: datetime) -> bool:
    """Nobody works that day. What the office has opened or added on such a day is as any other."""
    return slot.bookable_until <= now and is_away(slot.schedule_id, day_of(slot))


def with_shut(offers: QuerySet[AppointmentOffer], now: datetime) -> QuerySet[AppointmentOffer]:
    """Offers, with whether their slots are for a day nobody works: `shut`, to filter by."""
    day = {"first_date__lte": OuterRef("day"), "last_date__gte": OuterRef("day")}
    away = Exists(ScheduleException.objects.filter(schedule_id=OuterRef("slot__schedule_id"), **day))
    return offers.alias(day=TruncDate("slot__start_at", tzinfo=OSLO)).alias(shut=Q(away, slot__bookable_until__lte=now))


def is_away(schedule_id: UUID, day: date) -> bool:
    """Whether nobody works that day in a schedule. For the office and the worker: others may not ask."""
    return ScheduleException.objects.filter(schedule_id=schedule_id, first_date__lte=day, last_date__gte=day).exists()


def _lock(slots: QuerySet[Slot]) -> None:
    list(slots.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _is_undone(slot: Slot) -> bool:
    return slot.publication is not None and slot.publication.status in (PublicationState.UNDOING, PublicationState.UNDONE)
