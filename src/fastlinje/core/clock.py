"""Time: stored in UTC, thought of in Oslo. `now` is passed into commands; only faces and jobs ask the clock."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")


def now() -> datetime:
    """The present, aware, in UTC."""
    return datetime.now(UTC)


def oslo_date(moment: datetime) -> date:
    """The calendar day in Norway at this moment."""
    return moment.astimezone(OSLO).date()


def end_of_day(day: date) -> datetime:
    """23:59:59 in Oslo on that day, as an aware moment."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=OSLO)


def age_on(born: date, today: date) -> int:
    """Whole years on that day; the birthday counts from midnight, and is 1 March for those born on 29 February in other years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
