"""Days on which nobody works in a schedule."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.core.rows import insert

from ..away import reopen, shut
from ..models import Schedule, ScheduleException
from ..office_rules import check_dates
from ..states import AbsenceReason


@command
def add_exception(*, actor: Actor, now: datetime, schedule_id: UUID, first_date: date, last_date: date, reason: str) -> UUID:
    """Note that nobody works in a schedule for some days. Free times in them are closed; booked ones stay until somebody acts, and
    go to nobody else. What is on offer is taken back by the worker.

    reason   an AbsenceReason
    Refuses  not_found, dates_reversed, unknown_reason
    """
    if not Schedule.objects.filter(pk=schedule_id, practice_id=actor.practice_id).exists():
        raise NotFound
    check_dates(first_date, last_date)
    if reason not in AbsenceReason.values:
        raise Refused("unknown_reason", _("Velg en grunn."), fields=("reason",))
    absence = ScheduleException(
        id=new_id(),
        practice_id=actor.practice_id,
        schedule_id=schedule_id,
        first_date=first_date,
        last_date=last_date,
        reason=reason,
    )
    insert(absence)
    shut(schedule_id, first_date, last_date, now)
    record(actor, "schedule.add_exception", now=now, entity=("Schedule", schedule_id), why="office_task")
    return absence.pk


@command
def remove_exception(*, actor: Actor, now: datetime, exception_id: UUID) -> None:
    """Take an absence away. Times that were closed stay closed until somebody opens them.

    Refuses  not_found
    """
    absence = ScheduleException.objects.filter(pk=exception_id, practice_id=actor.practice_id).first()
    if absence is None:
        raise NotFound
    schedule_id = absence.schedule_id
    absence.delete()
    reopen(schedule_id, absence.first_date, absence.last_date)
    record(actor, "schedule.remove_exception", now=now, entity=("Schedule", schedule_id), why="office_task")
