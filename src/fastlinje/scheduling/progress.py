"""An appointment from one state to the next: the column, its history row, and what the lists show, together."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from fastlinje.audit.record import record
from fastlinje.core.actor import Actor, Capacity
from fastlinje.core.identifiers import new_id
from fastlinje.core.prepared import prepared
from fastlinje.core.refusal import NotFound
from fastlinje.core.rows import insert, update
from fastlinje.practices.models import Patient
from fastlinje.worklist.follow import follow, update_task
from fastlinje.worklist.models import Turn

from .models import Appointment, AppointmentStatus, Slot
from .rules import cancel_by
from .slots import clinician_of, resource_of
from .states import AppointmentState, check_transition
from .waiting import keep_true

APPOINTMENT, REQUEST = "appointment", "appointment_request"
A = AppointmentState
TURN = {A.PROPOSED: Turn.OFFICE, A.PENDING: Turn.PERSON}


def lock_appointment(appointment_id: UUID) -> Appointment:
    """The actor's appointment, locked for the rest of the command; NotFound when it is not theirs to see."""
    for appointment in _locked(pk=appointment_id):
        return appointment
    raise NotFound


def person_of(appointment_id: UUID) -> UUID:
    """Whom an appointment is for, to lock them before it; NotFound when it is not the actor's to see."""
    for (person_id,) in Appointment.objects.filter(pk=appointment_id).values_list("person_id"):
        return person_id
    raise NotFound


@prepared
def _locked(*, pk: UUID) -> QuerySet[Appointment]:
    rows = Appointment.objects.select_for_update(of=("self",))
    return rows.select_related("service", "practice", "schedule__role__practitioner").filter(pk=pk)


def place(appointment: Appointment, slot: Slot) -> None:
    """Give an appointment the slot's time, in memory."""
    appointment.slot, appointment.schedule, appointment.service = slot, slot.schedule, slot.service
    appointment.resource_id = resource_of(slot.schedule)
    appointment.modality = slot.service.modality
    appointment.start_at, appointment.end_at = slot.start_at, slot.end_at
    appointment.cancel_by = cancel_by(slot.service, slot.start_at)
    appointment.reminded_at = appointment.called_up_at = None


PLACE = (
    "slot", "schedule", "service", "resource_id", "modality", "start_at", "end_at", "cancel_by", "reminded_at", "called_up_at"
)  # fmt: skip


def begin(appointment: Appointment, patient: Patient, actor: Actor, now: datetime, **task: Any) -> None:
    """Write a new appointment or request, its history, and its line in the lists. `task` holds more of what the lists show."""
    appointment.placed_at = now if appointment.start_at else None
    insert(appointment)
    note_status(appointment, actor, now)
    follow(
        appointment.pk,
        practice_id=appointment.practice_id,
        person_id=appointment.person_id,
        patient_id=appointment.patient_id,
        patient_name=patient.name,
        owner_id=None,
        shielded=appointment.shielded,
        hidden_from_person=appointment.hidden_from_person,
        journal_missing=False,
        last_line="",
        subject=appointment.service.name,
        **line_of(appointment, actor, now) | task,
    )


def line_of(appointment: Appointment, actor: Actor, now: datetime) -> dict[str, Any]:
    """What the lists show of it as it is now. An appointment's due_at is when it is."""
    state = AppointmentState(appointment.status)
    by_office = actor.capacity is not Capacity.CITIZEN
    line = {
        "kind": REQUEST if appointment.start_at is None else APPOINTMENT,
        "status": state,
        "turn": TURN.get(state, Turn.NOBODY),
        "from_name": clinician_of(appointment.schedule) if appointment.schedule else appointment.practice.short_name,
        "unread_by_person": by_office,
        "unread_by_office": not by_office and state is A.PROPOSED,
        "updated_at": now,
    }
    return line | ({"due_at": appointment.start_at} if appointment.start_at else {})


def change(
    appointment: Appointment, to: AppointmentState, actor: Actor, now: datetime, *fields: str, reason: str = "", **task: Any
) -> None:
    """Take the step or refuse it (wrong_state), and write `fields` with it. `task` holds further changes to what lists show."""
    check_transition(appointment.status, to)
    appointment.status = to
    if "start_at" in fields:
        appointment.placed_at = now
        fields = (*fields, "placed_at")
    update(appointment, "status", *fields)
    keep_true(appointment, now)
    note_status(appointment, actor, now, reason=reason)
    update_task(appointment.pk, subject=appointment.service.name, **line_of(appointment, actor, now) | task)


def note_status(appointment: Appointment, actor: Actor, now: datetime, *, reason: str = "") -> None:
    """Append the present state to the history."""
    insert(
        AppointmentStatus(
            id=new_id(),
            appointment=appointment,
            status=appointment.status,
            start_at=appointment.start_at,
            entered_at=now,
            by_name=actor.name,
            by_office=actor.capacity is not Capacity.CITIZEN,
            reason=reason,
        )
    )


def record_act(actor: Actor, action: str, appointment: Appointment, *, now: datetime) -> None:
    """The act in the log, where the person can see it."""
    record(
        actor,
        action,
        now=now,
        person_id=appointment.person_id,
        practice_id=appointment.practice_id,
        entity=("Appointment", appointment.pk),
        why="self" if actor.capacity is Capacity.CITIZEN else "office_task",
    )
