"""Those who ask for a time, and the free times that suit them."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.clock import OSLO, oslo_date

from .models import ANY_DAY, Appointment, AppointmentOffer, Slot, WaitingListEntry
from .office_queries import open_time
from .office_views import OfferedTime, OfficeAppointment, OpenTime, RequestLine, WaitingLine
from .preferences import Preferences
from .states import AppointmentState, EntryState, OfferState, SlotStatus
from .week import day_bounds

REQUESTS_SHOWN = 50
WAITING_SHOWN = 100
TIMES_SHOWN = 10
NOON = 12
LOOKED_AHEAD = timedelta(days=180)


def requests_for(actor: Actor, *, now: datetime) -> tuple[RequestLine, ...]:
    """Those who wait for a time, the longest first; looking is recorded as one event."""
    record(actor, "requests.read", now=now, why="office_task")
    waiting = (AppointmentState.PROPOSED, AppointmentState.PENDING)
    rows: QuerySet[Appointment] = Appointment.objects.filter(practice_id=actor.practice_id, status__in=waiting)
    fields = ("pk", "patient__given_name", "patient__family_name", "patient__birth_date", "service__name", "modality", "status")
    found = rows.order_by("asked_at", "pk").values_list(*fields, "asked_at")[:REQUESTS_SHOWN]
    return tuple(
        RequestLine(pk, f"{given} {family}".strip(), born, service, modality, AppointmentState(status), asked)
        for pk, given, family, born, service, modality, status, asked in found
    )


def waiting_for(actor: Actor, *, now: datetime) -> tuple[WaitingLine, ...]:
    """The waiting list in the order it goes round; looking is recorded as one event."""
    record(actor, "waiting_list.read", now=now, why="office_task")
    rows = WaitingListEntry.objects.filter(practice_id=actor.practice_id, state__in=(EntryState.WAITING, EntryState.OFFERED))
    fields = ("patient__given_name", "patient__family_name", "patient__birth_date", "service__name")
    ordered = rows.order_by("-priority", "joined_at", "pk")[:WAITING_SHOWN]
    found = ordered.values_list("appointment_id", *fields, "start_at", "earliest", "priority", "joined_at")
    return tuple(_waiting(*row) for row in found)


def offered_for(request: OfficeAppointment) -> tuple[OfferedTime, ...]:
    """The times that are kept for somebody until they answer."""
    rows = AppointmentOffer.objects.filter(appointment_id=request.id, state=OfferState.OPEN).order_by("slot__start_at")
    fields = ("slot__start_at", "slot__end_at", "slot__schedule__name", "held_until")
    return tuple(OfferedTime(*row) for row in rows.values_list(*fields))


def matching_times(actor: Actor, request: OfficeAppointment, *, now: datetime) -> tuple[OpenTime, ...]:
    """Free times that meet every wish, the earliest first (F-184)."""
    wishes = wishes_of(request)
    found = _free(actor, request, wishes, now)
    if wishes.weekdays:
        found = found.filter(weekday__in=[day + 1 for day in wishes.weekdays])
    if len(wishes.parts) == 1:
        found = found.filter(hour__lt=NOON) if wishes.parts[0] == "morning" else found.filter(hour__gte=NOON)
    if wishes.schedule_id:
        found = found.filter(schedule_id=wishes.schedule_id)
    return tuple(open_time(row, now) for row in found[:TIMES_SHOWN])


def next_times(actor: Actor, request: OfficeAppointment, *, now: datetime) -> tuple[OpenTime, ...]:
    """The first free times of the kind, whatever was wished for: when nothing suits."""
    return tuple(open_time(row, now) for row in _free(actor, request, Preferences(), now)[:TIMES_SHOWN])


def wishes_of(request: OfficeAppointment) -> Preferences:
    """What they wrote, also when the days have passed since."""
    stored: dict[str, Any] = dict(request.preferences)
    return Preferences(
        weekdays=tuple(stored.get("weekdays") or ()),
        parts=tuple(stored.get("parts") or ()),
        modality=stored.get("modality") or "",
        earliest=_day(stored.get("earliest")),
        latest=_day(stored.get("latest")),
        schedule_id=UUID(stored["schedule"]) if stored.get("schedule") else None,
    )


def _waiting(
    pk: UUID, given: str, family: str, born: date, service: str, start_at: datetime, earliest: date, *rest: Any
) -> WaitingLine:
    wished = None if earliest == ANY_DAY else earliest
    return WaitingLine(pk, f"{given} {family}".strip(), born, service, start_at, wished, *rest)


def _free(actor: Actor, request: OfficeAppointment, wishes: Preferences, now: datetime) -> QuerySet[Slot]:
    first = max(wishes.earliest or oslo_date(now), oslo_date(now))
    last = wishes.latest or first + LOOKED_AHEAD
    kind = Q(service_id=request.service_id)
    if wishes.modality:
        kind = Q(service__kind=request.kind, service__modality=wishes.modality)
    free = Slot.objects.filter(
        kind,
        practice_id=actor.practice_id,
        schedule__active=True,
        status=SlotStatus.FREE,
        start_at__gt=max(day_bounds(first)[0], now),
        start_at__lt=day_bounds(last)[1],
    )
    local = {"weekday": ExtractIsoWeekDay("start_at", tzinfo=OSLO), "hour": ExtractHour("start_at", tzinfo=OSLO)}
    return free.select_related("schedule", "service").annotate(**local).order_by("start_at", "id")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
