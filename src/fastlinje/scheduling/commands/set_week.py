"""The weekly template of a schedule."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound, Refused

from ..models import AppointmentService, Schedule, ScheduleRule
from ..office_rules import check_week


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One line as the office writes it; `ends` at 00:00 is midnight after."""

    weekday: int
    starts: time
    ends: time
    service_id: UUID
    online: bool = True
    valid_from: date | None = None
    valid_to: date | None = None


@command
def set_week(
    *, actor: Actor, now: datetime, schedule_id: UUID, lines: Sequence[WeekLine], seen: Collection[WeekLine] | None = None
) -> None:
    """Write a schedule's whole weekly template anew. Times that are published already stay as they are.

    seen     the week as it was when the office began to change it, so that nobody writes over another's change; None: whatever
    Refuses  not_found, week_changed, line_reversed, lines_overlap
    """
    schedules = Schedule.objects.select_for_update(of=("self",))
    if not schedules.filter(pk=schedule_id, practice_id=actor.practice_id).exists():
        raise NotFound
    wanted = {line.service_id for line in lines}
    if AppointmentService.objects.filter(pk__in=wanted, practice_id=actor.practice_id).count() != len(wanted):
        raise NotFound
    if seen is not None and set(seen) != _present(schedule_id):
        raise Refused("week_changed", _("En annen har endret uken siden du åpnet siden. Se hva som er endret, og prøv igjen."))
    check_week(lines)
    ScheduleRule.objects.filter(schedule_id=schedule_id).delete()
    ScheduleRule.objects.bulk_create(_rule(actor, schedule_id, line) for line in lines)
    record(actor, "schedule.set_week", now=now, entity=("Schedule", schedule_id), why="office_task")


def _present(schedule_id: UUID) -> set[WeekLine]:
    fields = ("weekday", "starts", "ends", "service_id", "online", "valid_from", "valid_to")
    return {WeekLine(*values) for values in ScheduleRule.objects.filter(schedule_id=schedule_id).values_list(*fields)}


def _rule(actor: Actor, schedule_id: UUID, line: WeekLine) -> ScheduleRule:
    return ScheduleRule(
        id=new_id(),
        practice_id=actor.practice_id,
        schedule_id=schedule_id,
        service_id=line.service_id,
        weekday=line.weekday,
        starts=line.starts,
        ends=line.ends,
        valid_from=line.valid_from,
        valid_to=line.valid_to,
        online=line.online,
    )
