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

from ..models import Schedule, ScheduleException, Slot
from ..office_rules import check_dates
from ..states import AbsenceReason, SlotStatus
from ..week import day_bounds


@command
def add_exception(*, actor: Actor, now: datetime, schedule_id: UUID, first_date: date, last_date: date, reason: str) -> UUID:
    """Note that nobody works in a schedule for some days. Free times in them are closed; booked ones stay until somebody acts.

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
    free = Slot.objects.filter(schedule_id=schedule_id, status=SlotStatus.FREE, start_at__gte=day_bounds(first_date)[0])
    free.filter(start_at__lt=day_bounds(last_date)[1]).update(status=SlotStatus.UNAVAILABLE, held_until=None)
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
    record(actor, "schedule.remove_exception", now=now, entity=("Schedule", schedule_id), why="office_task")
