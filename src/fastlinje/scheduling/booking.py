"""What must be true before somebody gets a time, asked of the rules in one order by every command that gives one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection
from django.db.models import OuterRef, Q, QuerySet, Subquery

from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.prepared import prepared
from fastlinje.core.refusal import NotFound
from fastlinje.core.rows import delete
from fastlinje.practices.block_rules import blocked
from fastlinje.practices.blocks import lasting_blocks
from fastlinje.practices.models import Patient, ServiceCode
from fastlinje.questionnaires.models import QuestionnaireResponse
from fastlinje.questionnaires.queries import assigned_form
from fastlinje.questionnaires.rules import check_answered

from .models import Appointment, AppointmentService, Preparation, Schedule, Slot
from .rules import (
    Open,
    check_age,
    check_by_request,
    check_free,
    check_gate,
    check_list,
    check_own,
    check_quota,
    check_service,
    check_time,
    check_works,
    day_of,
    slot_taken,
)
from .slots import is_doctors, is_on
from .states import AppointmentState
from .week import day_bounds

OPEN = (AppointmentState.BOOKED, AppointmentState.ARRIVED, AppointmentState.PROPOSED, AppointmentState.PENDING)


def patient_at(practice_id: UUID, person_id: UUID) -> Patient:
    """Somebody as a patient of an office now, and until when they may not book here themselves. Refuses not_found."""
    for patient in _patient(practice_id=practice_id, person_id=person_id):
        return patient
    raise NotFound


def is_patient_at(practice_id: UUID, person_id: UUID) -> bool:
    """False for somebody who is no longer on a list there."""
    return any(_patient(practice_id=practice_id, person_id=person_id))


@prepared
def _patient(*, practice_id: UUID, person_id: UUID) -> QuerySet[Patient]:
    patients = Patient.objects.filter(practice_id=practice_id, person_id=person_id, active=True)
    blocks = lasting_blocks().filter(patient_id=OuterRef("pk"), code=ServiceCode.APPOINTMENT).order_by("-end_date")
    return patients.annotate(blocked_until=Subquery(blocks.values("end_date")[:1])).defer("national_id", "national_id_index")


def open_of(person_id: UUID, now: datetime) -> list[Open]:
    """What somebody has that is not over, as far as the actor may see it."""
    return [Open(pk, start, end, author is not None) for pk, start, end, author in _open(person_id=person_id, now=now)]


@prepared
def _open(*, person_id: UUID, now: datetime) -> QuerySet:
    coming = Q(end_at__gt=now) | Q(start_at__isnull=True)
    mine = Appointment.objects.filter(coming, person_id=person_id, status__in=OPEN)
    return mine.values_list("id", "start_at", "end_at", "author_id")


def check_bookable(slot: Slot, patient: Patient, *, now: datetime, besides: UUID | None = None) -> None:
    """All that decides whether a citizen gets this slot, which is locked and from `lock_slot`.

    besides  the appointment that is moved
    Refuses slot_gone, slot_taken, patient_blocked, in_the_past, too_late, too_early, service_off, request_only, not_for_you,
            overlap, too_many_open
    """
    check_free(slot, held_by_me=slot.held_by_me, now=now)
    check_may_use(patient, now)
    check_open(slot, now)
    check_by_request(slot.service)
    check_person(slot, patient)
    check_theirs(slot, patient.person_id, now=now, besides=besides)
    if slot.service.online_per_day is not None:
        check_quota(slot.service, booked_online(slot) - _is_counted(slot, besides))


def check_open(slot: Slot, now: datetime) -> None:
    """That people may have this slot now, whoever they are; from `lock_slot`.

    Refuses slot_gone, in_the_past, too_late, too_early, service_off
    """
    check_works(slot.schedule.role, day_of(slot))
    check_time(slot, now)
    check_service(slot.service, is_on=is_on(slot.schedule, slot.on_of_own, slot.on_of_gp))


def check_person(slot: Slot, patient: Patient) -> None:
    """That it is for somebody like them. Refuses not_for_you."""
    check_age(slot.service, patient.birth_date, day_of(slot))
    check_list(slot.service, on_the_list=is_on_the_list(patient, slot.schedule))


def check_theirs(slot: Slot, person_id: UUID, *, now: datetime, besides: UUID | None = None) -> None:
    """That it goes with what they have. Refuses overlap, too_many_open.

    besides  the appointment that is moved, or the request that is answered
    """
    check_own(
        open_of(person_id, now),
        start_at=slot.start_at,
        end_at=slot.end_at,
        most=slot.practice.appointments_at_once,
        may_overlap=slot.practice.appointments_may_overlap,
        besides=besides,
    )


def _is_counted(slot: Slot, appointment_id: UUID | None) -> bool:
    """Whether the appointment that is moved is one of those that day already."""
    if appointment_id is None:
        return False
    begins, ends = day_bounds(day_of(slot))
    same = Appointment.objects.filter(pk=appointment_id, schedule_id=slot.schedule_id, service_id=slot.service_id)
    return same.filter(author__isnull=False, start_at__gte=begins, start_at__lt=ends).exists()


def check_may_use(patient: Patient, now: datetime) -> None:
    """Refuses patient_blocked: whom the office keeps from booking here for a while, whoever acts for them (AD-33)."""
    if patient.blocked_until and oslo_date(now) <= patient.blocked_until:
        raise blocked(ServiceCode.APPOINTMENT)


def booked_online(slot: Slot) -> int:
    """How many of that day people have booked themselves; one booking at a time is counted."""
    begins, ends = day_bounds(day_of(slot))
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 4))", [f"{slot.schedule_id}{day_of(slot)}"])
        cursor.execute("select gate.booked_online(%s, %s, %s, %s)", [slot.schedule_id, slot.service_id, begins, ends])
        return cursor.fetchone()[0]


def is_on_the_list(patient: Patient, schedule: Schedule) -> bool:
    """True when the schedule is the patient's GP's, or of somebody who stands in for them; a nurse's and the laboratory's are for
    all who have a GP at the office."""
    gp = patient.general_practitioner_id
    if gp is None:
        return False
    return not is_doctors(schedule) or gp in (schedule.role_id, schedule.role.substitutes_for_id)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was answered beforehand."""

    preparation: Preparation | None
    response: QuestionnaireResponse | None


def answers_before(actor: Actor, service: AppointmentService, now: datetime) -> Prepared:
    """What the actor has answered before booking a service, if the office asks. Refuses form_missing, checkpoint_missing."""
    assigned = assigned_form(service.kind, service.practice_id)
    if assigned is None:
        return Prepared(None, None)
    preparation = preparation_of(actor, service.pk)
    response = preparation.questionnaire_response if preparation else None
    check_gate(preparation.gate_passed_at if preparation else None, now)
    check_answered(assigned=assigned, answered=response and response.questionnaire_id)
    return Prepared(preparation, response)


def preparation_of(actor: Actor, service_id: UUID) -> Preparation | None:
    """The actor's answers for whom they act for now."""
    mine = Preparation.objects.filter(author_id=actor.person_id, person_id=actor.subject_id, service_id=service_id)
    return mine.select_related("questionnaire_response").first()


def drop_hold(author_id: UUID, slot_id: UUID) -> None:
    """The hold has done its work."""
    with connection.cursor() as cursor:
        cursor.execute("delete from scheduling_hold where author_id = %s and slot_id = %s", [author_id, slot_id])


def drop_preparation(prepared_by: Prepared) -> None:
    """The answers went with the booking."""
    if prepared_by.preparation:
        delete(prepared_by.preparation)


@contextmanager
def first_come() -> Iterator[None]:
    """The database has the last word: if the clinician or the slot is booked already, somebody else came first."""
    try:
        yield
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name not in ("nobody_is_booked_twice", "one_booking_per_slot"):
            raise
        raise slot_taken() from error
