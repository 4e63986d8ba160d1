"""The calendar: a day with everybody beside each other, or the week of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fastlinje.core.clock import oslo_date
from fastlinje.scheduling.office_queries import calendar_for
from fastlinje.scheduling.office_views import Absence, CalendarPart, ScheduleLine

from ...components.calendar import NO_TIME
from ...components.shapes import Lane, Link
from ...kit import STAFF, render, requires
from . import words
from .blocks import block
from .places import day_href, day_in, day_off_href, new_time_href, plans_in, week_href

WORKING_WEEK = 5


@dataclass(frozen=True)
class PlanChoice:
    """A schedule to look at or not."""

    id: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class CalendarPage:
    """Some columns of time. `now` is minutes after midnight, or none on other days; `remembered` goes with forms."""

    title: str
    caption: str
    is_week: bool
    lanes: tuple[Lane, ...]
    now: int
    day: str
    plans: tuple[PlanChoice, ...]
    previous: Link
    today: Link
    following: Link
    other_view: Link
    remembered: str
    times_made: bool
    setup_href: str
    requests_href: str
    waiting_href: str
    calls_href: str


@require_safe
@requires(STAFF)
def office_calendar(request: HttpRequest) -> HttpResponse:
    """A day, ?dag=, of the schedules in ?plan=."""
    day = day_in(request.GET.get("dag", ""), request.now)
    plans = plans_in(request.GET)
    found = calendar_for(request.actor, day, day, plans, now=request.now)
    is_today = day == oslo_date(request.now)
    page = CalendarPage(
        title=words.day_name(day),
        caption=_("Timer %s") % words.day_name(day).lower(),
        is_week=False,
        lanes=tuple(_lane_of(line, found, day, request) for line in found.chosen),
        now=words.minutes_after_midnight(request.now, day) if is_today else NO_TIME,
        previous=Link(_("Dagen før"), day_href(day - timedelta(days=1), plans)),
        today=Link(_("I dag"), day_href(oslo_date(request.now), plans)),
        following=Link(_("Dagen etter"), day_href(day + timedelta(days=1), plans)),
        other_view=Link(_("Vis uken"), week_href(day, plans[0] if len(plans) == 1 else None)),
        **_common(request, day, found, found.chosen if plans else ()),
    )
    return render(request, "office/calendar/calendar.html", page, active="calendar")


@require_safe
@requires(STAFF)
def office_week(request: HttpRequest) -> HttpResponse:
    """The week around ?dag= of the schedule in ?plan=, one's own when none is named."""
    day = day_in(request.GET.get("dag", ""), request.now)
    monday = day - timedelta(days=day.weekday())
    found = calendar_for(request.actor, monday, monday + timedelta(days=6), plans_in(request.GET), now=request.now, one=True)
    line = found.chosen[0] if found.chosen else None
    plan = line.id if line else None
    page = CalendarPage(
        title=_("Uke %(number)d: %(name)s") % {"number": monday.isocalendar().week, "name": line.name if line else ""},
        caption=_("Timer i uke %d") % monday.isocalendar().week,
        is_week=True,
        lanes=tuple(_lane_on(each, found, plan, request) for each in _shown_days(monday, found, plan)),
        now=NO_TIME,
        previous=Link(_("Uken før"), week_href(monday - timedelta(days=7), plan)),
        today=Link(_("Denne uken"), week_href(oslo_date(request.now), plan)),
        following=Link(_("Uken etter"), week_href(monday + timedelta(days=7), plan)),
        other_view=Link(_("Vis dagen"), day_href(day)),
        **_common(request, day, found, found.chosen) | {"remembered": f"{request.GET.urlencode()}&uke=1"},
    )
    return render(request, "office/calendar/calendar.html", page, active="calendar")


def _common(request: HttpRequest, day: date, found: CalendarPart, chosen: Iterable[ScheduleLine]) -> dict:
    ids = {line.id for line in chosen}
    return {
        "day": day.isoformat(),
        "plans": tuple(PlanChoice(str(line.id), line.name, line.id in ids) for line in found.schedules),
        "remembered": request.GET.urlencode(),
        "times_made": bool(found.times),
        "setup_href": reverse("schedules"),
        "requests_href": reverse("office_requests"),
        "waiting_href": reverse("office_waiting"),
        "calls_href": reverse("office_calls"),
    }


def _shown_days(monday: date, found: CalendarPart, plan: UUID | None) -> list[date]:
    """Monday to Friday, and the weekend when somebody works then."""
    days = [monday + timedelta(days=n) for n in range(7)]
    used = {oslo_date(time.start_at) for time in found.times if time.schedule_id == plan}
    return [each for each in days if each.weekday() < WORKING_WEEK or each in used]


def _lane_of(line: ScheduleLine, found: CalendarPart, day: date, request: HttpRequest) -> Lane:
    blocks = tuple(block(time, day, request.now) for time in found.times if time.schedule_id == line.id)
    note = _note(line.title, line.id, found.absences, day)
    return Lane(line.name, blocks, week_href(day, line.id), note, _more(line, day, request))


def _more(line: ScheduleLine, day: date, request: HttpRequest) -> tuple[Link, ...]:
    """What can be done with somebody's day; nothing with one that is over."""
    if day < oslo_date(request.now):
        return ()
    return Link(_("Ny tid"), new_time_href(line.id, day)), Link(_("Borte?"), day_off_href(line.id, day))


def _lane_on(day: date, found: CalendarPart, plan: UUID | None, request: HttpRequest) -> Lane:
    times = (time for time in found.times if time.schedule_id == plan and oslo_date(time.start_at) == day)
    note = _note("", plan, found.absences, day)
    return Lane(words.short_day(day), tuple(block(time, day, request.now) for time in times), day_href(day), note)


def _note(title: str, plan: UUID | None, absences: Iterable[Absence], day: date) -> str:
    away = next((each.reason.label for each in absences if each.schedule_id == plan and each.covers(day)), "")
    return " · ".join(str(part) for part in (title, words.note_on(day), away) if part)
