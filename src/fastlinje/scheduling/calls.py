"""Whom the office must call, because no notice reaches them (F-187, F-193).

Somebody is away, and their time is off or moved; or they asked for a time by phone and the office has answered since.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q

from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.practices.reach import Reach, reach_of

from .models import Appointment, AppointmentStatus
from .states import DECLINING, AppointmentState, EndReason
from .week import day_bounds

REMEMBERED = timedelta(days=14)
STILL_ON_THE_PHONE = timedelta(minutes=15)
"""What is answered as soon after it was asked is told in the same call."""


class News(StrEnum):
    """What they must be told of a time."""

    OFF = "off"
    MOVED = "moved"
    FOUND = "found"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class CallLine:
    """One of them. `phone` is empty where the office has no number.

    schedule_name, start_at  empty when no time was found; `end_reason` says why
    """

    appointment_id: UUID
    patient_name: str
    birth_date: date
    phone: str
    service_name: str
    schedule_name: str
    start_at: datetime | None
    news: News
    end_reason: str
    reach: Reach


def calls_for(actor: Actor, *, now: datetime) -> tuple[CallLine, ...]:
    """Times from today on that were changed or found in the last two weeks, the nearest first, then those for whom none was found;
    looking is recorded as one event."""
    record(actor, "calendar.read", now=now, why="office_task")
    rows = list(
        Appointment.objects.filter(_changed(now) | _answered(now), practice_id=actor.practice_id)
        .annotate(changed=ExpressionWrapper(_changed(now), output_field=BooleanField()))
        .select_related("patient", "service", "schedule")
        .defer("patient__national_id", "patient__national_id_index")
        .order_by("start_at", "id")
    )
    reach = reach_of(actor, {row.patient_id for row in rows}, now=now)
    return tuple(_line(row, reach[row.patient_id]) for row in rows if reach[row.patient_id].must_be_called)


def _changed(now: datetime) -> Q:
    """Somebody is away: their times from today on are moved, or off."""
    lines = AppointmentStatus.objects.filter(reason=EndReason.CLINICIAN_AWAY, entered_at__gte=now - REMEMBERED)
    off = Q(status=AppointmentState.CANCELLED) & ~Q(end_reason=EndReason.BY_PERSON)
    mine = Q(start_at__gte=day_bounds(oslo_date(now))[0], pk__in=lines.values("appointment_id"))
    return mine & (Q(status=AppointmentState.BOOKED) | off)


def _answered(now: datetime) -> Q:
    """They asked by phone: there is a time from today on, or none, and they have put down the phone."""
    of_it = AppointmentStatus.objects.filter(appointment_id=OuterRef("pk"))
    asked = Exists(of_it.filter(status=AppointmentState.PROPOSED))
    since, later = now - REMEMBERED, F("asked_at") + STILL_ON_THE_PHONE
    found = Q(status=AppointmentState.BOOKED, start_at__gte=day_bounds(oslo_date(now))[0])
    found &= Q(placed_at__gte=since, placed_at__gt=later)
    said_no = of_it.filter(reason__in=DECLINING, entered_at__gte=since, entered_at__gt=OuterRef("asked_at") + STILL_ON_THE_PHONE)
    declined = Q(status=AppointmentState.CANCELLED, end_reason__in=DECLINING, start_at__isnull=True) & Q(Exists(said_no))
    return Q(author_id__isnull=True) & (found | declined) & Q(asked)


def _news(row: Appointment) -> News:
    if row.start_at is None:
        return News.NOT_FOUND
    if row.status == AppointmentState.CANCELLED:
        return News.OFF
    return News.MOVED if row.changed else News.FOUND


def _line(row: Appointment, reach: Reach) -> CallLine:
    return CallLine(
        appointment_id=row.pk,
        patient_name=row.patient.name,
        birth_date=row.patient.birth_date,
        phone=row.phone or row.patient.phone or "",
        service_name=row.service.name,
        schedule_name=row.schedule.name if row.schedule else "",
        start_at=row.start_at,
        news=_news(row),
        end_reason=row.end_reason,
        reach=reach,
    )
