"""One week's times once more, in another week or another schedule: what is made, and what stands in the way. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from fastlinje.core.clock import OSLO
from fastlinje.core.working_days import is_public_holiday

from .week import Absence, Time, local, opens_at


class Outcome(StrEnum):
    """What becomes of one time of the week that is copied."""

    MADE = "made"
    IN_THE_WAY = "in_the_way"
    HOLIDAY = "holiday"
    AWAY = "away"
    PAST = "past"
    NOT_IN_USE = "not_in_use"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A time of the week that is copied, with what its service says now."""

    start_at: datetime
    end_at: datetime
    service_id: UUID
    service_name: str
    in_use: bool
    online: bool
    opens_days_before: int
    closes_minutes_before: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A time that is there already."""

    start_at: datetime
    end_at: datetime
    service_name: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A time to be, or why it is not to be. `in_the_way` is what covers it."""

    time: Time
    service_name: str
    outcome: Outcome
    in_the_way: Taken | None = None


def planned_copies(
    week: Iterable[Pattern], days_later: int, *, absences: Sequence[Absence], there: Sequence[Taken], now: datetime
) -> tuple[Copy, ...]:
    """Every time of a week that many days later, at the same time on the wall and as long, in order.

    absences  days nobody works where they are copied to
    there     the times that are there already, closed ones too
    """
    return tuple(_copy(each, days_later, absences, there, now) for each in sorted(week, key=lambda each: each.start_at))


def _copy(each: Pattern, days_later: int, absences: Sequence[Absence], there: Sequence[Taken], now: datetime) -> Copy:
    time = _moved(each, days_later)
    covering = next((other for other in there if other.start_at < time.end_at and time.start_at < other.end_at), None)
    return Copy(time, each.service_name, _outcome(each, time, absences, covering, now), covering)


def _moved(each: Pattern, days_later: int) -> Time:
    here = each.start_at.astimezone(OSLO)
    start = local(here.date() + timedelta(days=days_later), here.time())
    return Time(
        service_id=each.service_id,
        start_at=start,
        end_at=start + (each.end_at - each.start_at),
        online=each.online,
        bookable_from=opens_at(start, each.opens_days_before),
        bookable_until=start - timedelta(minutes=each.closes_minutes_before),
    )


def _outcome(each: Pattern, time: Time, absences: Sequence[Absence], covering: Taken | None, now: datetime) -> Outcome:
    day = time.start_at.astimezone(OSLO).date()
    if time.start_at <= now:
        return Outcome.PAST
    if is_public_holiday(day):
        return Outcome.HOLIDAY
    if any(away.first_date <= day <= away.last_date for away in absences):
        return Outcome.AWAY
    if not each.in_use:
        return Outcome.NOT_IN_USE
    return Outcome.IN_THE_WAY if covering else Outcome.MADE
