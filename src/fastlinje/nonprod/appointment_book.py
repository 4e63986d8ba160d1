"""The demo's appointment book: what can be booked at Tangen, and free times for the coming weeks. Made as rows, by the owner."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.practices.models import HealthcareService, Organization, Patient, PractitionerRole, ServiceCode
from fastlinje.scheduling.models import (
    Appointment,
    AppointmentService,
    AppointmentStatus,
    Publication,
    Schedule,
    ScheduleRule,
    Slot,
)
from fastlinje.scheduling.rules import cancel_by
from fastlinje.scheduling.slots import clinician_of, resource_of
from fastlinje.scheduling.states import AppointmentState, Modality, PublicationState, ServiceKind, SlotStatus
from fastlinje.scheduling.templates import line_of
from fastlinje.scheduling.week import times_between
from fastlinje.worklist.models import Task, Turn

from .cast import SIRI, Cast

OWNER = "owner"
WEEKS = 6
WORKDAYS = range(5)


def make_appointment_book(cast: Cast) -> None:
    """Berg's week, the laboratory's and the vaccinations', published from this Monday on; two patients have a time already."""
    turn_on_booking(cast.berg_role)
    visit, call, video, blood, vaccine = _services(cast.tangen)
    berg = make_schedule(cast.tangen, "Lege Ingrid Berg", cast.berg_role)
    laboratory = make_schedule(cast.tangen, "Laboratoriet")
    nurse = make_schedule(cast.tangen, "Sykepleier Gro Sand", cast.gro_tangen_role)
    _week(berg, visit, WORKDAYS, time(8, 30), time(11, 30))
    _week(berg, call, WORKDAYS, time(12, 30), time(13, 30))
    _week(berg, video, WORKDAYS, time(13, 30), time(14, 30))
    _week(laboratory, blood, WORKDAYS, time(8), time(10))
    _week(nurse, vaccine, (1, 3), time(13), time(15))
    today = oslo_date(now())
    monday = today - timedelta(days=today.weekday())
    slots = publish([berg, laboratory, nurse], monday, monday + timedelta(days=7 * WEEKS - 1))
    coming = [slot for slot in slots if slot.schedule_id == berg.pk and oslo_date(slot.start_at) > today]
    make_appointment(coming[1], cast.astrid_patient, reason="Kontroll av blodtrykk")
    make_appointment(coming[3], cast.bastian_patient, reason="Vondt i skulderen")


def turn_on_booking(role: PractitionerRole) -> None:
    """The doctor takes bookings on the net."""
    HealthcareService.objects.using(OWNER).update_or_create(
        role=role,
        code=ServiceCode.APPOINTMENT,
        defaults={"active": True, "off_reason": ""},
        create_defaults={"id": new_id(), "practice_id": role.practice_id, "active": True},
    )


def make_appointment_service(office: Organization, name: str, kind: ServiceKind, minutes: int, **fields: Any) -> AppointmentService:
    """Something that can be booked."""
    return AppointmentService.objects.using(OWNER).create(
        id=new_id(), practice=office, name=name, kind=kind, minutes=minutes, **fields
    )


def make_schedule(office: Organization, name: str, role: PractitionerRole | None = None) -> Schedule:
    """A calendar, a practitioner's or a resource's."""
    return Schedule.objects.using(OWNER).create(id=new_id(), practice=office, role=role, name=name)


def publish(schedules: Sequence[Schedule], first: date, last: date) -> list[Slot]:
    """The slots of the schedules' weekly templates, as one publication that is done."""
    publication = Publication.objects.using(OWNER).create(
        id=new_id(),
        practice_id=schedules[0].practice_id,
        schedule_ids=[schedule.pk for schedule in schedules],
        first_date=first,
        last_date=last,
        status=PublicationState.DONE,
        total=0,
        next_date=first,
        requested_at=now(),
        requested_by=SIRI.name,
        done_at=now(),
    )
    slots = [slot for schedule in schedules for slot in _slots(schedule, publication)]
    Slot.objects.using(OWNER).bulk_create(slots)
    Publication.objects.using(OWNER).filter(pk=publication.pk).update(total=len(slots), made=len(slots))
    return slots


def make_appointment(slot: Slot, patient: Patient, *, reason: str = "", **fields: Any) -> Appointment:
    """A booked time, as if the office had taken it by phone, with its history and its task."""
    slot = Slot.objects.using(OWNER).select_related("service", "schedule__role__practitioner").get(pk=slot.pk)
    Slot.objects.using(OWNER).filter(pk=slot.pk).update(status=SlotStatus.BUSY)
    appointment = Appointment.objects.using(OWNER).create(
        **{
            "id": new_id(),
            "practice_id": slot.practice_id,
            "person_id": patient.person_id,
            "patient": patient,
            "service": slot.service,
            "schedule": slot.schedule,
            "slot": slot,
            "resource_id": resource_of(slot.schedule),
            "modality": slot.service.modality,
            "status": AppointmentState.BOOKED,
            "start_at": slot.start_at,
            "end_at": slot.end_at,
            "reason": reason,
            "phone": "+4790000009" if slot.service.modality == Modality.PHONE else "",
            "preferences": {},
            "end_text": "",
            "cancel_by": cancel_by(slot.service, slot.start_at),
            "asked_at": now(),
            "placed_at": now(),
        }
        | fields
    )
    _follow(appointment, patient, slot, now())
    return appointment


def _follow(appointment: Appointment, patient: Patient, slot: Slot, at: datetime) -> None:
    AppointmentStatus.objects.using(OWNER).create(
        id=new_id(),
        appointment=appointment,
        status=appointment.status,
        start_at=appointment.start_at,
        entered_at=at,
        by_name=SIRI.name,
        by_office=True,
    )
    Task.objects.using(OWNER).create(
        id=new_id(),
        practice_id=appointment.practice_id,
        person_id=appointment.person_id,
        patient=patient,
        kind="appointment",
        focus_id=appointment.pk,
        status=appointment.status,
        turn=Turn.NOBODY,
        due_at=appointment.start_at,
        patient_name=patient.name,
        from_name=clinician_of(slot.schedule),
        subject=slot.service.name,
        last_line="",
        shielded=appointment.shielded,
        hidden_from_person=appointment.hidden_from_person,
        journal_missing=False,
        updated_at=at,
    )


def _services(office: Organization) -> tuple[AppointmentService, ...]:
    kind = ServiceKind
    make_appointment_service(
        office,
        "Førerkortattest",
        kind.OWN,
        40,
        request_only=True,
        info="Ta med egenerklæringen og briller eller linser.",
    )
    return (
        make_appointment_service(office, "Legetime", kind.CONSULTATION, 20),
        make_appointment_service(office, "Telefontime", kind.CONSULTATION, 15, modality=Modality.PHONE),
        make_appointment_service(office, "Videotime", kind.CONSULTATION, 20, modality=Modality.VIDEO),
        make_appointment_service(
            office, "Blodprøve", kind.LABORATORY, 10, own_list_only=False, info="For prøver legen har bestilt."
        ),
        make_appointment_service(
            office, "Influensavaksine", kind.INFLUENZA_VACCINE, 10, own_list_only=False, min_age=16, online_per_day=10
        ),
    )


def _week(schedule: Schedule, service: AppointmentService, days: Iterable[int], starts: time, ends: time) -> None:
    for weekday in days:
        ScheduleRule.objects.using(OWNER).create(
            id=new_id(),
            practice_id=schedule.practice_id,
            schedule=schedule,
            service=service,
            weekday=weekday,
            starts=starts,
            ends=ends,
        )


def _slots(schedule: Schedule, publication: Publication) -> list[Slot]:
    rules = ScheduleRule.objects.using(OWNER).filter(schedule=schedule).select_related("service")
    lines = [line_of(rule) for rule in rules]
    return [
        Slot(
            id=new_id(),
            practice_id=schedule.practice_id,
            schedule=schedule,
            service_id=each.service_id,
            start_at=each.start_at,
            end_at=each.end_at,
            online=each.online,
            bookable_from=each.bookable_from,
            bookable_until=each.bookable_until,
            publication=publication,
        )
        for each in times_between(publication.first_date, publication.last_date, lines)
    ]
