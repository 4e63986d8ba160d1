"""An appointment book with free times, for tests: made by the commands, as the office's pages call them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from fastlinje.core.actor import Actor
from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.practices.models import HealthcareService, PractitionerRole, ServiceCode
from fastlinje.scheduling.commands.define_schedule import define_schedule
from fastlinje.scheduling.commands.define_service import define_service
from fastlinje.scheduling.models import Appointment, AppointmentService, Schedule, Slot
from fastlinje.scheduling.rules import cancel_by
from fastlinje.scheduling.week import local, opens_at

OWNER = "owner"


def switch_on(role: PractitionerRole) -> None:
    """The doctor takes bookings on the net."""
    HealthcareService.objects.using(OWNER).update_or_create(
        role=role,
        code=ServiceCode.APPOINTMENT,
        defaults={"active": True, "off_reason": ""},
        create_defaults={"id": new_id(), "practice_id": role.practice_id, "active": True},
    )


def a_service(actor: Actor, **changes: Any) -> UUID:
    """«Legetime», 20 minutes, for those on the list."""
    fields = {"name": "Legetime", "kind": "consultation", "modality": "in-person", "minutes": 20}
    return define_service(actor=actor, now=now(), **fields | changes)


def a_schedule(actor: Actor, role: PractitionerRole | None, name: str = "Lege Berg") -> UUID:
    """A calendar for somebody at the office."""
    return define_schedule(actor=actor, now=now(), role_id=role and role.pk, name=name)


def a_day() -> date:
    """A day a week or so ahead."""
    return oslo_date(now()) + timedelta(days=8)


def a_slot(schedule_id: UUID, service_id: UUID, at: time = time(9), *, day: date | None = None, **fields: Any) -> Slot:
    """One free time."""
    service = AppointmentService.objects.using(OWNER).get(pk=service_id)
    start = fields.pop("start_at", None) or local(day or a_day(), at)
    return Slot.objects.using(OWNER).create(
        **{
            "id": new_id(),
            "practice_id": service.practice_id,
            "schedule_id": schedule_id,
            "service_id": service_id,
            "start_at": start,
            "end_at": start + timedelta(minutes=service.minutes),
            "bookable_from": opens_at(start, service.opens_days_before),
            "bookable_until": start - timedelta(minutes=service.closes_minutes_before),
        }
        | fields
    )


def slots(schedule_id: UUID, service_id: UUID, times: Sequence[time], **fields: Any) -> list[Slot]:
    """Several free times in a day."""
    return [a_slot(schedule_id, service_id, at, **fields) for at in times]


class Book:
    """Berg's appointment book at Tangen: one service, her calendar, and free times at 9.00, 9.20 and 9.40 in a week."""

    def __init__(self, cast: Any, staff: Actor):
        switch_on(cast.berg_role)
        self.cast, self.staff = cast, staff
        self.service = a_service(staff)
        self.schedule = a_schedule(staff, cast.berg_role)
        self.first, self.second, self.third = slots(self.schedule, self.service, [time(9), time(9, 20), time(9, 40)])

    def add(self, at: time, **fields: Any) -> Slot:
        """Another free time."""
        return a_slot(self.schedule, self.service, at, **fields)


def slot_row(slot: Slot | UUID) -> Slot:
    """A slot as it stands now."""
    return Slot.objects.using(OWNER).get(pk=getattr(slot, "pk", slot))


def appointment_row(appointment_id: UUID) -> Appointment:
    """An appointment as it stands now."""
    return Appointment.objects.using(OWNER).get(pk=appointment_id)


def schedule_row(schedule_id: UUID) -> Schedule:
    """A schedule as it stands now."""
    return Schedule.objects.using(OWNER).get(pk=schedule_id)


def deadline(service_id: UUID, start: datetime) -> datetime:
    """Until when a cancellation is free."""
    return cancel_by(AppointmentService.objects.using(OWNER).get(pk=service_id), start)
