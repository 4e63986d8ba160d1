"""Whom the office must call: somebody is away, their time is off or moved, and no notice reaches them (F-187, F-193)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.practices.reach import Reach, reach_of

from .models import Appointment, AppointmentStatus
from .states import AppointmentState, EndReason
from .week import day_bounds

REMEMBERED = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class CallLine:
    """One of them. `moved`: to the time given; otherwise the time is off. `phone` is empty where the office has no number."""

    appointment_id: UUID
    patient_name: str
    birth_date: date
    phone: str
    service_name: str
    schedule_name: str
    start_at: datetime
    moved: bool
    reach: Reach


def calls_for(actor: Actor, *, now: datetime) -> tuple[CallLine, ...]:
    """Times from today on that were changed in the last two weeks, the nearest first; looking is recorded as one event."""
    record(actor, "calendar.read", now=now, why="office_task")
    changed = AppointmentStatus.objects.filter(reason=EndReason.CLINICIAN_AWAY, entered_at__gte=now - REMEMBERED)
    rows = list(
        Appointment.objects.filter(
            practice_id=actor.practice_id,
            start_at__gte=day_bounds(oslo_date(now))[0],
            status__in=(AppointmentState.BOOKED, AppointmentState.CANCELLED),
            pk__in=changed.values("appointment_id"),
        )
        .exclude(status=AppointmentState.CANCELLED, end_reason=EndReason.BY_PERSON)
        .select_related("patient", "service", "schedule")
        .defer("patient__national_id", "patient__national_id_index")
        .order_by("start_at", "id")
    )
    reach = reach_of(actor, {row.patient_id for row in rows}, now=now)
    return tuple(_line(row, reach[row.patient_id]) for row in rows if reach[row.patient_id].must_be_called)


def _line(row: Appointment, reach: Reach) -> CallLine:
    return CallLine(
        appointment_id=row.pk,
        patient_name=row.patient.name,
        birth_date=row.patient.birth_date,
        phone=row.phone or row.patient.phone or "",
        service_name=row.service.name,
        schedule_name=row.schedule.name,
        start_at=row.start_at,
        moved=row.status == AppointmentState.BOOKED,
        reach=reach,
    )
