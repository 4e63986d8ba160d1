"""Norwegian working days and the promise «within five working days» (rules.md 6)."""

from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays

from .clock import end_of_day, oslo_date


@lru_cache(maxsize=32)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NO", years=year))


def is_public_holiday(day: date) -> bool:
    """True on a Norwegian public holiday. 24 and 31 December are none."""
    return day in _public_holidays(day.year)


def is_working_day(day: date) -> bool:
    """Monday to Friday and not a Norwegian public holiday. 24 and 31 December are working days in law."""
    return day.weekday() < 5 and not is_public_holiday(day)


def add_working_days(day: date, days: int) -> date:
    """The date `days` working days after `day`; the day of receipt is day 0."""
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days follow `start` up to and including `end`; 0 when end is not after start."""
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, max((end - start).days, 0) + 1))


def due_after(received_at: datetime, working_days: int = 5) -> datetime:
    """When an answer is due: 23:59:59 Oslo time on the nth working day after the day of receipt."""
    return end_of_day(add_working_days(oslo_date(received_at), working_days))
