"""The office's calendar and its appointments, read as staff of that office."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery

from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound
from fastlinje.practices.reach import Reach, reach_of
from fastlinje.practices.titles import title_of
from fastlinje.questionnaires.queries import answers_in
from fastlinje.worklist.models import Task, Turn

from .models import Appointment, AppointmentStatus, Schedule, ScheduleException, Slot, WaitingListEntry
from .office_views import (
    Absence,
    BookedTime,
    CalendarPart,
    CalendarTime,
    DayLine,
    HistoryLine,
    OfficeAppointment,
    OpenTime,
    ScheduleLine,
)
from .states import AbsenceReason, AppointmentState, EntryState, SlotStatus
from .week import day_bounds

TAKEN = (AppointmentState.BOOKED, AppointmentState.ARRIVED, AppointmentState.FULFILLED, AppointmentState.NO_SHOW)
OPEN_TIMES_SHOWN = 60
_ON_THE_NET = ExpressionWrapper(
    Q(online=True, service__active=True, service__online=True, service__request_only=False), output_field=BooleanField()
)
"""That people may choose the time themselves: the slot's own mark is what its line says, and the kind's rules come on top."""


def schedules_for(actor: Actor) -> tuple[ScheduleLine, ...]:
    """Whose time can be booked at the office: one's own first, then people, then resources."""
    rows = Schedule.objects.filter(practice_id=actor.practice_id, active=True).select_related("role")
    ordered = sorted(rows, key=lambda row: (row.role_id != actor.role_id or row.role_id is None, row.role_id is None, row.name))
    return tuple(schedule_line(row) for row in ordered)


def calendar_for(
    actor: Actor, first: date, last: date, wanted: Iterable[UUID], *, now: datetime, one: bool = False
) -> CalendarPart:
    """Some days of the schedules that are wanted, all when none is; looking at it is recorded as one event.

    one  only the first of them

    Six statements however many schedules and days.
    """
    record(actor, "calendar.read", now=now, why="office_task")
    schedules = schedules_for(actor)
    asked = set(wanted)
    chosen = tuple(line for line in schedules if line.id in asked) or schedules
    chosen = chosen[:1] if one else chosen
    ids = [line.id for line in chosen]
    begins, ends = day_bounds(first)[0], day_bounds(last)[1]
    booked = _booked(actor, ids, begins, ends, now)
    slots = Slot.objects.filter(schedule_id__in=ids, start_at__gte=begins, start_at__lt=ends).order_by("start_at")
    fields = ("pk", "schedule_id", "start_at", "end_at", "status", "service__name", "on_the_net", "held_until")
    times = tuple(_time(row, booked, now) for row in slots.annotate(on_the_net=_ON_THE_NET).values_list(*fields))
    away = ScheduleException.objects.filter(schedule_id__in=ids, first_date__lte=last, last_date__gte=first)
    return CalendarPart(schedules, chosen, times, tuple(absence(row) for row in away))


def appointment_for(actor: Actor, appointment_id: UUID, *, now: datetime) -> OfficeAppointment:
    """One appointment or request with its reason; opening it is recorded.

    Refuses  not_found
    """
    waiting = WaitingListEntry.objects.filter(appointment_id=OuterRef("pk"), state__in=(EntryState.WAITING, EntryState.OFFERED))
    row = (
        Appointment.objects.filter(pk=appointment_id, practice_id=actor.practice_id)
        .annotate(priority=Subquery(waiting.values("priority")[:1]))
        .select_related(
            "patient__general_practitioner__practitioner", "service", "schedule", "questionnaire_response__questionnaire"
        )
        .defer("patient__national_id", "patient__national_id_index")
        .annotate(turn=Subquery(Task.objects.filter(focus_id=OuterRef("pk")).values("turn")[:1]))
        .first()
    )
    if row is None:
        raise NotFound
    record(actor, "appointment.read", now=now, person_id=row.person_id, entity=("Appointment", row.pk), why="office_task")
    history = AppointmentStatus.objects.filter(appointment_id=row.pk).order_by("entered_at", "id")
    reach = reach_of(actor, [row.patient_id], now=now)[row.patient_id]
    return _appointment(row, tuple(_history(line) for line in history), reach)


def open_times_for(
    actor: Actor,
    first: date,
    last: date,
    *,
    now: datetime,
    service_id: UUID | None = None,
    schedule_id: UUID | None = None,
    most: int = OPEN_TIMES_SHOWN,
) -> tuple[OpenTime, ...]:
    """Times nobody has, earliest first: also those people cannot book themselves."""
    begins = max(day_bounds(first)[0], now)
    found = Slot.objects.filter(
        practice_id=actor.practice_id,
        schedule__active=True,
        status=SlotStatus.FREE,
        start_at__gte=begins,
        start_at__lt=day_bounds(last)[1],
    )
    if service_id:
        found = found.filter(service_id=service_id)
    if schedule_id:
        found = found.filter(schedule_id=schedule_id)
    return tuple(open_time(row, now) for row in found.select_related("schedule", "service").order_by("start_at", "id")[:most])


def slot_for(actor: Actor, slot_id: UUID, *, now: datetime) -> OpenTime:
    """One time, whoever has it.

    Refuses  not_found
    """
    row = Slot.objects.filter(pk=slot_id, practice_id=actor.practice_id).select_related("schedule", "service").first()
    if row is None:
        raise NotFound
    return open_time(row, now)


def rest_of_day_for(actor: Actor, schedule_id: UUID, day: date, *, now: datetime) -> tuple[ScheduleLine, tuple[DayLine, ...]]:
    """A schedule, and those who are still to come on a day; looking is recorded as one event.

    Refuses  not_found
    """
    row = Schedule.objects.filter(pk=schedule_id, practice_id=actor.practice_id).select_related("role").first()
    if row is None:
        raise NotFound
    record(actor, "calendar.read", now=now, why="office_task")
    begins, ends = day_bounds(day)
    coming = Appointment.objects.filter(schedule_id=schedule_id, start_at__gte=begins, start_at__lt=ends, start_at__gt=now)
    fields = ("patient__given_name", "patient__family_name", "patient__birth_date", "start_at", "end_at", "service_id")
    found = coming.filter(status=AppointmentState.BOOKED).order_by("start_at", "pk")
    lines = list(found.values_list("patient_id", "pk", *fields, "service__name", "modality"))
    reach = reach_of(actor, {patient for patient, *_rest in lines}, now=now)
    return schedule_line(row), tuple(
        DayLine(pk, f"{given} {family}".strip(), *rest, reach[patient]) for patient, pk, given, family, *rest in lines
    )


def schedule_line(row: Schedule) -> ScheduleLine:
    """A schedule in words; needs its role."""
    return ScheduleLine(row.pk, row.name, title_of([row.role.code]) if row.role else "", row.role_id)


def absence(row: ScheduleException) -> Absence:
    """Days away, without the model."""
    return Absence(row.pk, row.schedule_id, row.first_date, row.last_date, AbsenceReason(row.reason))


def open_time(row: Slot, now: datetime) -> OpenTime:
    """A slot without the model; needs its schedule and service."""
    return OpenTime(
        slot_id=row.pk,
        schedule_id=row.schedule_id,
        schedule_name=row.schedule.name,
        service_id=row.service_id,
        service_name=row.service.name,
        modality=row.service.modality,
        start_at=row.start_at,
        end_at=row.end_at,
        status=SlotStatus(row.status),
        online=row.online,
        held=row.held_until is not None and row.held_until > now,
    )


def _booked(actor: Actor, schedule_ids: Sequence[UUID], begins: datetime, ends: datetime, now: datetime) -> dict[UUID, BookedTime]:
    rows = Appointment.objects.filter(schedule_id__in=schedule_ids, start_at__gte=begins, start_at__lt=ends, status__in=TAKEN)
    fields = (
        "slot_id",
        "patient_id",
        "pk",
        "status",
        "patient__given_name",
        "patient__family_name",
        "patient__birth_date",
        "service__name",
        "modality",
        "patient__active",
        "patient__general_practitioner_id",
    )
    found = list(rows.values_list(*fields))
    reach = reach_of(actor, {patient for _slot, patient, *_rest in found}, now=now)
    return {
        slot: BookedTime(
            id=pk,
            status=AppointmentState(status),
            patient_name=f"{given} {family}".strip(),
            birth_date=born,
            service_name=service,
            modality=modality,
            reach=reach[patient],
            has_left=not active and gp is not None,
        )
        for slot, patient, pk, status, given, family, born, service, modality, active, gp in found
    }


def _time(row: tuple, booked: dict[UUID, BookedTime], now: datetime) -> CalendarTime:
    slot_id, schedule_id, start_at, end_at, status, service, online, held_until = row
    held = held_until is not None and held_until > now
    return CalendarTime(slot_id, schedule_id, start_at, end_at, SlotStatus(status), service, online, held, booked.get(slot_id))


def _history(line: AppointmentStatus) -> HistoryLine:
    return HistoryLine(AppointmentState(line.status), line.start_at, line.entered_at, line.by_name, line.by_office, line.reason)


def _appointment(row: Appointment, history: tuple[HistoryLine, ...], reach: Reach) -> OfficeAppointment:
    doctor, response = row.patient.general_practitioner, row.questionnaire_response
    return OfficeAppointment(
        id=row.pk,
        person_id=row.person_id,
        patient_id=row.patient_id,
        patient_name=row.patient.name,
        birth_date=row.patient.birth_date,
        gp_name=doctor.practitioner.name if doctor and row.patient.active else "",
        service_id=row.service_id,
        kind=row.service.kind,
        service_name=row.service.name,
        minutes=row.service.minutes,
        modality=row.modality,
        status=AppointmentState(row.status),
        schedule_id=row.schedule_id,
        schedule_name=row.schedule.name if row.schedule else "",
        slot_id=row.slot_id,
        start_at=row.start_at,
        end_at=row.end_at,
        asked_at=row.asked_at,
        cancel_by=row.cancel_by,
        cancelled_late=row.cancelled_late,
        reason=row.reason,
        phone=row.phone,
        preferences=row.preferences,
        end_reason=row.end_reason,
        end_text=row.end_text,
        by_office=row.author_id is None,
        by_another=row.author_id != row.person_id,
        shielded=row.shielded,
        hidden_from_person=row.hidden_from_person,
        waits=row.priority is not None,
        priority=row.priority or 0,
        reach=reach,
        has_left=row.patient.has_left,
        to_settle=row.status == AppointmentState.BOOKED and row.turn == Turn.OFFICE,
        form_title=response.questionnaire.title if response else "",
        answers=answers_in(response) if response else (),
        history=history,
    )
