"""Turning weekly templates into times: pure, in Oslo time, with holidays and absences left out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from fastlinje.core.clock import OSLO
from fastlinje.core.working_days import is_public_holiday


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a template, see models.ScheduleRule, with what its service says."""

    service_id: UUID
    weekday: int
    starts: time
    ends: time
    minutes: int
    valid_from: date | None = None
    valid_to: date | None = None
    online: bool = True
    opens_days_before: int = 90
    closes_minutes_before: int = 60

    def holds_on(self, day: date) -> bool:
        """True on its weekday within its dates."""
        began = self.valid_from is None or self.valid_from <= day
        return began and day.weekday() == self.weekday and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Time:
    """A slot to be."""

    service_id: UUID
    start_at: datetime
    end_at: datetime
    online: bool
    bookable_from: datetime
    bookable_until: datetime


@dataclass(frozen=True, slots=True)
class Absence:
    """Days without work, both included."""

    first_date: date
    last_date: date


def times_between(first: date, last: date, lines: Sequence[Line], absences: Iterable[Absence] = ()) -> Iterator[Time]:
    """Every time the lines give from `first` to `last`, both included, in order.

    No times on public holidays, nor on days of absence.
    """
    away = tuple(absences)
    for day in days_between(first, last):
        if works_on(day, away):
            yield from times_on(day, lines)


def days_between(first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last`, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def works_on(day: date, absences: Sequence[Absence]) -> bool:
    """False on public holidays and days of absence. Weekends are as the template says."""
    return not is_public_holiday(day) and not any(each.first_date <= day <= each.last_date for each in absences)


def times_on(day: date, lines: Sequence[Line]) -> list[Time]:
    """The times of one day in order; what does not fit whole before a line's end is left out."""
    times = [moment for line in lines if line.holds_on(day) for moment in _filled(day, line)]
    return sorted(times, key=lambda each: each.start_at)


def _filled(day: date, line: Line) -> Iterator[Time]:
    """Real minutes from start to end: the night the clock is put back has an hour more, the night it is put on an hour less."""
    length, end = timedelta(minutes=line.minutes), local(day, line.ends, ends=True)
    start = local(day, line.starts)
    while start + length <= end:
        yield Time(
            service_id=line.service_id,
            start_at=start,
            end_at=start + length,
            online=line.online,
            bookable_from=opens_at(start, line.opens_days_before),
            bookable_until=start - timedelta(minutes=line.closes_minutes_before),
        )
        start += length


def local(day: date, at: time, *, ends: bool = False) -> datetime:
    """That Oslo time on that day, as a moment in UTC; `ends` at 00:00 is midnight after.

    A time that the clock skips in spring becomes the moment it skips to; one that comes twice in autumn is the first.
    """
    if ends and at == time(0):
        day += timedelta(days=1)
    moment = datetime.combine(day, at, tzinfo=OSLO)
    utc = moment.astimezone(UTC)
    is_skipped = utc.astimezone(OSLO).time() != at
    return datetime.combine(day, time(3), tzinfo=OSLO).astimezone(UTC) if is_skipped else utc


def opens_at(start: datetime, days_before: int) -> datetime:
    """Midnight in Oslo so many days before."""
    return local(start.astimezone(OSLO).date() - timedelta(days=days_before), time(0))


WAKING = (time(7), time(21))
"""When somebody may be expected to answer at once."""


def waking(moment: datetime) -> datetime:
    """That moment, or the next morning when it is night in Norway."""
    there = moment.astimezone(OSLO)
    if WAKING[0] <= there.time() < WAKING[1]:
        return moment
    return local(there.date() + timedelta(days=there.time() >= WAKING[1]), WAKING[0])


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """When a day in Oslo begins and ends, as moments."""
    return local(day, time(0)), local(day, time(0), ends=True)
