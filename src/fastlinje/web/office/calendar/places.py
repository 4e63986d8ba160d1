"""Addresses in the calendar, and what they carry: a day and the schedules one looks at."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from fastlinje.core.clock import oslo_date

from ...kit import uuid_or_none

FARTHEST = timedelta(days=3660)


def day_in(text: str, now: datetime) -> date:
    """The day an address names; today for anything else, also for days no calendar has a use for."""
    today = oslo_date(now)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if abs(day - today) <= FARTHEST else today


def plans_in(asked: QueryDict) -> tuple[UUID, ...]:
    """The schedules an address names."""
    found = (uuid_or_none(text) for text in asked.getlist("plan"))
    return tuple(each for each in found if each)


def day_href(day: date, plans: Iterable[UUID] = (), *, anchor: str = "") -> str:
    """The calendar of a day."""
    return _href("office_calendar", day, plans) + (f"#{anchor}" if anchor else "")


def week_href(day: date, plan: UUID | None = None) -> str:
    """The week of a schedule, with that day in it."""
    return _href("office_week", day, [plan] if plan else [])


def day_off_href(plan: UUID, day: date) -> str:
    """Where one says that somebody is away."""
    return reverse("office_day_off", args=[plan, day.isoformat()])


def new_time_href(plan: UUID, day: date) -> str:
    """Where one adds a single time."""
    return reverse("office_slot_new", args=[plan, day.isoformat()])


def back_from(request: HttpRequest, day: date, *, anchor: str = "") -> str:
    """The calendar one came from, as its form remembers it."""
    asked = QueryDict(request.POST.get("fra", ""))
    if asked.get("uke"):
        return week_href(day, next(iter(plans_in(asked)), None)) + (f"#{anchor}" if anchor else "")
    return day_href(day, plans_in(asked), anchor=anchor)


def _href(name: str, day: date, plans: Iterable[UUID]) -> str:
    asked: Sequence[tuple[str, str]] = [("dag", day.isoformat()), *(("plan", str(plan)) for plan in plans)]
    return f"{reverse(name)}?{urlencode(asked)}"
