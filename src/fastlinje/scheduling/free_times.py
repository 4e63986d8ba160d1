"""The free times a person may book: next free first, by day, or one doctor's week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.refusal import NotFound
from fastlinje.practices.queries import OwnOffice

from .models import AppointmentService, Schedule, Slot
from .rules import years_on
from .slots import clinician_of, is_on, schedule_is_on
from .states import Modality, SlotStatus
from .week import day_bounds

PAGE = 40
NOON = 12


class Part(StrEnum):
    """A part of the day. The values stand in addresses."""

    MORNING = "formiddag"
    AFTERNOON = "ettermiddag"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Somebody, or a resource, whose time can be booked. `is_own`: the person's GP or who stands in for them."""

    schedule_id: UUID
    clinician: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Bookable:
    """Something the person may book or ask for.

    calendars  whose time it can be; empty when it can only be asked for
    """

    service_id: UUID
    kind: str
    name: str
    info: str
    modality: Modality
    minutes: int
    request_only: bool
    cancel_hours_before: int
    calendars: tuple[Calendar, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody looks for; None where anything will do.

    from_date  not before that day
    before     nothing from that moment on, for somebody who wants an earlier time
    """

    service_id: UUID | None = None
    schedule_id: UUID | None = None
    modality: Modality | None = None
    part: Part | None = None
    from_date: date | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A time that can be booked now."""

    slot_id: UUID
    start_at: datetime
    end_at: datetime
    service_id: UUID
    schedule_id: UUID


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of free times ended."""

    start_at: datetime
    slot_id: UUID

    def __str__(self) -> str:
        return f"{self.start_at.isoformat()}_{self.slot_id.hex}"

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        """The place an address carried; None for anything else, which shows the first page (AD-50)."""
        moment, _separator, slot = text.partition("_")
        try:
            return cls(datetime.fromisoformat(moment).astimezone(UTC), UUID(hex=slot))
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class FreeDay:
    """The free times of one day in Norway."""

    day: date
    times: tuple[FreeTime, ...]


@dataclass(frozen=True, slots=True)
class FreePage:
    """One page of free times by day; `next_place` is None at the end."""

    days: tuple[FreeDay, ...]
    next_place: Place | None


def bookables_for(actor: Actor, office: OwnOffice, *, now: datetime) -> tuple[Bookable, ...]:
    """What the person may book at their office, and with whom; two statements."""
    years = years_on(office.birth_date, oslo_date(now))
    fits = Q(min_age__isnull=True) | Q(min_age__lte=years), Q(max_age__isnull=True) | Q(max_age__gte=years)
    services = AppointmentService.objects.filter(*fits, practice_id=office.practice_id, active=True, online=True)
    calendars = calendars_for(actor, office)
    found = (_bookable(service, calendars) for service in services.order_by("kind", "name"))
    return tuple(each for each in found if each.request_only or each.calendars)


def bookable_for(actor: Actor, office: OwnOffice, service_id: UUID, *, now: datetime) -> Bookable:
    """One of them; NotFound for what is not theirs to book."""
    found = next((each for each in bookables_for(actor, office, now=now) if each.service_id == service_id), None)
    if found is None:
        raise NotFound
    return found


def calendars_for(actor: Actor, office: OwnOffice) -> tuple[Calendar, ...]:
    """Who takes bookings on the net now, the person's own GP first."""
    schedules = schedule_is_on(Schedule.objects.filter(practice_id=office.practice_id, active=True))
    calendars = [
        Calendar(schedule.pk, clinician_of(schedule), _is_own(schedule, office))
        for schedule in schedules
        if is_on(schedule, schedule.on_of_own, schedule.on_of_gp)
    ]
    return tuple(sorted(calendars, key=lambda each: (not each.is_own, each.clinician)))


def free_slots_for(
    actor: Actor, bookables: Iterable[Bookable], filters: Filters, *, after: Place | None = None, now: datetime
) -> FreePage:
    """One page of free times among what the person may book, next free first; one statement."""
    slots = _matching(bookables, filters, now)
    if slots is None:
        return FreePage((), None)
    if after:
        slots = slots.filter(Q(start_at__gt=after.start_at) | Q(pk__gt=after.slot_id), start_at__gte=after.start_at)
    times = [FreeTime(*row) for row in slots.values_list(*_SHOWN)[: PAGE + 1]]
    shown = times[:PAGE]
    place = Place(shown[-1].start_at, shown[-1].slot_id) if len(times) > PAGE else None
    return FreePage(by_day(shown), place)


def free_week_for(
    actor: Actor, bookables: Iterable[Bookable], filters: Filters, monday: date, *, now: datetime
) -> tuple[FreeDay, ...]:
    """Every free time of seven days; one statement."""
    slots = _matching(bookables, filters, now)
    if slots is None:
        return ()
    ends, _after = day_bounds(monday + timedelta(days=7))
    slots = slots.filter(start_at__gte=day_bounds(monday)[0], start_at__lt=ends)
    return by_day([FreeTime(*row) for row in slots.values_list(*_SHOWN)])


def by_day(times: Iterable[FreeTime]) -> tuple[FreeDay, ...]:
    """Times in order, put under their day."""
    days: dict[date, list[FreeTime]] = {}
    for each in times:
        days.setdefault(oslo_date(each.start_at), []).append(each)
    return tuple(FreeDay(day, tuple(times)) for day, times in days.items())


_SHOWN = ("id", "start_at", "end_at", "service_id", "schedule_id")


def _matching(bookables: Iterable[Bookable], filters: Filters, now: datetime) -> QuerySet[Slot] | None:
    """The free slots of what may be booked, in order; None when nothing may."""
    wanted = _pairs(bookables, filters)
    if not wanted:
        return None
    which = Q()
    for schedules, services in wanted.items():
        which |= Q(schedule_id__in=schedules, service_id__in=services)
    slots = bookable_now(Slot.objects.filter(which), now)
    if filters.from_date:
        slots = slots.filter(start_at__gte=day_bounds(filters.from_date)[0])
    if filters.before:
        slots = slots.filter(start_at__lt=filters.before)
    if filters.part:
        slots = slots.filter(**{f"start_at__hour__{'lt' if filters.part is Part.MORNING else 'gte'}": NOON})
    return slots.order_by("start_at", "id")


def bookable_now(slots: QuerySet[Slot], now: datetime) -> QuerySet[Slot]:
    """Those that are free, that people may book themselves now, and that nobody is deciding about."""
    unheld = Q(held_until__isnull=True) | Q(held_until__lte=now)
    return slots.filter(
        unheld, status=SlotStatus.FREE, online=True, start_at__gt=now, bookable_from__lte=now, bookable_until__gt=now
    )


def _pairs(bookables: Iterable[Bookable], filters: Filters) -> dict[tuple[UUID, ...], list[UUID]]:
    """Which services may be booked in which calendars: {schedule ids: service ids}."""
    found: dict[tuple[UUID, ...], list[UUID]] = {}
    for each in bookables:
        schedules = tuple(c.schedule_id for c in each.calendars if filters.schedule_id in (None, c.schedule_id))
        fits = filters.service_id in (None, each.service_id) and filters.modality in (None, each.modality)
        if schedules and fits and not each.request_only:
            found.setdefault(schedules, []).append(each.service_id)
    return found


def _bookable(service: AppointmentService, calendars: tuple[Calendar, ...]) -> Bookable:
    return Bookable(
        service_id=service.pk,
        kind=service.kind,
        name=service.name,
        info=service.info,
        modality=Modality(service.modality),
        minutes=service.minutes,
        request_only=service.request_only,
        cancel_hours_before=service.cancel_hours_before,
        calendars=tuple(each for each in calendars if each.is_own or not service.own_list_only),
    )


def _is_own(schedule: Schedule, office: OwnOffice) -> bool:
    role = schedule.role
    return role is None or office.gp_role_id in (role.pk, role.substitutes_for_id)
