"""The weekly templates of an office read for making slots."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from .models import Schedule, ScheduleException, ScheduleRule
from .week import Absence, Line


@dataclass(frozen=True, slots=True)
class Template:
    """What one schedule asks for: its lines, and the days nobody works."""

    schedule_id: UUID
    lines: tuple[Line, ...]
    absences: tuple[Absence, ...]


def templates_of(practice_id: UUID, schedule_ids: Sequence[UUID], first: date, last: date) -> dict[UUID, Template]:
    """The templates of active schedules of an office between two days. Days outside a role's dates count as absence."""
    schedules = Schedule.objects.filter(pk__in=schedule_ids, practice_id=practice_id, active=True).select_related("role")
    rules = ScheduleRule.objects.filter(schedule__in=schedule_ids, practice_id=practice_id, service__active=True)
    exceptions = ScheduleException.objects.filter(schedule__in=schedule_ids, practice_id=practice_id)
    lines, absences = _by_schedule(rules.select_related("service")), _by_schedule(exceptions.filter(last_date__gte=first))
    return {
        schedule.pk: Template(
            schedule.pk,
            tuple(line_of(rule) for rule in lines.get(schedule.pk, ())),
            (
                *(Absence(each.first_date, each.last_date) for each in absences.get(schedule.pk, ())),
                *_outside(schedule, first, last),
            ),
        )
        for schedule in schedules
        if schedule.role is None or schedule.role.active
    }


def line_of(rule: ScheduleRule) -> Line:
    """A stored line with what its service says."""
    return Line(
        service_id=rule.service_id,
        weekday=rule.weekday,
        starts=rule.starts,
        ends=rule.ends,
        minutes=rule.service.minutes,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        online=rule.online,
        opens_days_before=rule.service.opens_days_before,
        closes_minutes_before=rule.service.closes_minutes_before,
    )


def _by_schedule(rows: Iterable) -> dict[UUID, list]:
    found: dict[UUID, list] = {}
    for row in rows:
        found.setdefault(row.schedule_id, []).append(row)
    return found


def _outside(schedule: Schedule, first: date, last: date) -> Iterable[Absence]:
    role = schedule.role
    if role and role.start_date and role.start_date > first:
        yield Absence(first, date.fromordinal(role.start_date.toordinal() - 1))
    if role and role.end_date and role.end_date < last:
        yield Absence(date.fromordinal(role.end_date.toordinal() + 1), last)
