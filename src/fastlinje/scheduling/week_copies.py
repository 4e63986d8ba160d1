"""What copying a week would do: asked by the page before and by the command that does it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from fastlinje.core.refusal import NotFound

from .copying import Copy, Pattern, Taken, planned_copies
from .models import Slot
from .office_rules import check_copy
from .states import SlotStatus
from .templates import templates_of
from .week import day_bounds

WEEK = timedelta(days=6)


def week_copy_for(
    practice_id: UUID, *, source_id: UUID, source_day: date, target_id: UUID, target_day: date, now: datetime
) -> tuple[Copy, ...]:
    """The week with `source_day` in it, in the week with `target_day` in it. Closed times are not copied.

    Refuses  not_found, same_week, too_far
    """
    source, target = monday_of(source_day), monday_of(target_day)
    check_copy(source_id == target_id, source, target)
    templates = templates_of(practice_id, [source_id, target_id], target, target + WEEK)
    if set(templates) != {source_id, target_id}:
        raise NotFound
    return planned_copies(
        _week_of(practice_id, source_id, source),
        (target - source).days,
        absences=templates[target_id].absences,
        there=_there(practice_id, target_id, target),
        now=now,
    )


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _slots(practice_id: UUID, schedule_id: UUID, monday: date):
    begins, ends = day_bounds(monday)[0], day_bounds(monday + WEEK)[1]
    return Slot.objects.filter(practice_id=practice_id, schedule_id=schedule_id, start_at__gte=begins, start_at__lt=ends)


def _week_of(practice_id: UUID, schedule_id: UUID, monday: date) -> list[Pattern]:
    rows = _slots(practice_id, schedule_id, monday).exclude(status=SlotStatus.UNAVAILABLE).select_related("service")
    return [
        Pattern(
            start_at=row.start_at,
            end_at=row.end_at,
            service_id=row.service_id,
            service_name=row.service.name,
            in_use=row.service.active,
            online=row.online,
            opens_days_before=row.service.opens_days_before,
            closes_minutes_before=row.service.closes_minutes_before,
        )
        for row in rows
    ]


def _there(practice_id: UUID, schedule_id: UUID, monday: date) -> list[Taken]:
    rows = _slots(practice_id, schedule_id, monday).order_by("start_at")
    return [Taken(*values) for values in rows.values_list("start_at", "end_at", "service__name")]
