"""Wanting an earlier time."""

from datetime import date, datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.rows import insert, update
from fastlinje.practices.blocks import refuse_blocked
from fastlinje.practices.models import ServiceCode

from ..booking import is_patient_at
from ..models import ANY_DAY, Appointment, WaitingListEntry
from ..progress import lock_appointment, record_act
from ..rules import check_can_wait, check_goes_round, check_may_book, check_still_there
from ..states import EntryState


@command
def join_waiting_list(
    *, actor: Actor, now: datetime, appointment_id: UUID, earliest: date | None = None, only_this_clinician: bool = False
) -> UUID:
    """Be offered an earlier time if one becomes free. The booked time is kept all the while. Asked again, the wishes change.

    earliest  not before that day; None means any day
    Returns  the entry's id
    Refuses  consent_missing, not_represented, not_found, left_office, wrong_state, in_the_past, service_off, patient_blocked
    Source   F-195
    """
    check_may_book(actor)
    appointment = lock_appointment(appointment_id)
    check_still_there(is_patient_at(appointment.practice_id, appointment.person_id))
    check_can_wait(appointment.status, appointment.start_at, now)
    check_goes_round(appointment.service)
    refuse_blocked(appointment.practice_id, appointment.person_id, ServiceCode.APPOINTMENT, now)
    entry = WaitingListEntry.objects.filter(appointment=appointment).first() or _new(appointment, now)
    is_new = entry._state.adding
    if entry.state in (EntryState.DONE, EntryState.LEFT):
        entry.state, entry.joined_at = EntryState.WAITING, now
    entry.earliest = earliest or ANY_DAY
    entry.schedule_id = appointment.schedule_id if only_this_clinician else None
    entry.start_at = appointment.start_at
    insert(entry) if is_new else update(entry, "state", "joined_at", "earliest", "schedule", "start_at")
    record_act(actor, "waiting_list.join", appointment, now=now)
    return entry.pk


def _new(appointment: Appointment, now: datetime) -> WaitingListEntry:
    return WaitingListEntry(
        id=new_id(),
        practice_id=appointment.practice_id,
        person_id=appointment.person_id,
        patient_id=appointment.patient_id,
        appointment=appointment,
        service_id=appointment.service_id,
        joined_at=now,
    )
