"""Giving somebody another time: choose among free ones, or drop it on one in the calendar; then say yes."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.scheduling.commands.move_for_patient import move_for_patient
from fastlinje.scheduling.office_queries import appointment_for, open_times_for, slot_for
from fastlinje.scheduling.office_views import OfficeAppointment, OpenTime
from fastlinje.scheduling.states import AppointmentState

from ...components.shapes import Fact, Link
from ...kit import STAFF, reading, render, requires, uuid_or_none
from .. import words as office_words
from ..conversations.asking import is_post, refused_by
from . import words
from .places import day_in
from .slot import slot_lead
from .visit import must_call, visit_title, who

DAYS_SHOWN = 28


@dataclass(frozen=True)
class TimesOfDay:
    """The free times of one day."""

    heading: str
    times: tuple[Link, ...]


@dataclass(frozen=True)
class MovePage:
    """Which time instead; or, when one is chosen, whether to move."""

    title: str
    who: str
    now_at: str
    problem: str
    days: tuple[TimesOfDay, ...]
    first_day: str
    chosen: str
    change: tuple[Fact, ...]
    other_service: str
    must_call: str
    choose_href: str
    back: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF)
def office_visit_move(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Free times of the same kind; ?til= asks about one; POST moves."""
    if not is_post(request):
        return _show(request, request.actor, appointment_id, uuid_or_none(request.GET.get("til", "")))
    slot_id = uuid_or_none(request.POST.get("til", ""))
    if slot_id is None:
        return redirect("office_visit_move", appointment_id=appointment_id)
    act = {"actor": request.actor, "now": request.now, "appointment_id": appointment_id, "slot_id": slot_id}
    problem = refused_by(lambda: move_for_patient(**act))
    if problem is None:
        return redirect(reverse("office_visit", args=[appointment_id]) + "?nytt=flyttet")
    with reading(request) as actor:
        return _show(request, actor, appointment_id, None, problem)


def _show(request: HttpRequest, actor: Actor, appointment_id: UUID, slot_id: UUID | None, problem: str = "") -> HttpResponse:
    found = appointment_for(actor, appointment_id, now=request.now)
    if found.status is not AppointmentState.BOOKED:
        return redirect("office_visit", appointment_id=appointment_id)
    chosen = slot_for(actor, slot_id, now=request.now) if slot_id else None
    first = day_in(request.GET.get("fra", ""), request.now)
    page = MovePage(
        title=_("Flytt timen") if chosen is None else _("Vil du flytte timen?"),
        who=who(found, request),
        now_at=visit_title(found),
        problem=problem,
        days=() if chosen else _days(actor, found, first, request),
        first_day=first.isoformat(),
        chosen=str(slot_id) if chosen else "",
        change=_change(found, chosen) if chosen else (),
        other_service=chosen.service_name if chosen and chosen.service_id != found.service_id else "",
        must_call=must_call(found),
        choose_href=reverse("office_visit_move", args=[appointment_id]),
        back=reverse("office_visit", args=[appointment_id]),
    )
    return render(request, "office/calendar/move.html", page, active="calendar", status=409 if problem else 200)


def _change(found: OfficeAppointment, chosen: OpenTime) -> tuple[Fact, ...]:
    return (
        Fact(_("Fra"), _("%(what)s hos %(name)s") % {"what": visit_title(found), "name": found.schedule_name}),
        Fact(_("Til"), f"{slot_lead(chosen)}, {words.from_to(chosen.start_at, chosen.end_at)}"),
    )


def _days(actor: Actor, found: OfficeAppointment, first: date, request: HttpRequest) -> tuple[TimesOfDay, ...]:
    last = first + timedelta(days=DAYS_SHOWN)
    times = open_times_for(actor, first, last, now=request.now, service_id=found.service_id)
    return times_by_day(times, lambda time: f"{reverse('office_visit_move', args=[found.id])}?til={time.slot_id}")


def times_by_day(times, href_of) -> tuple[TimesOfDay, ...]:
    """Free times under their days, each a link."""
    return tuple(
        TimesOfDay(words.day_name(day), tuple(Link(_time(time), href_of(time)) for time in of_day))
        for day, of_day in groupby(times, key=lambda time: oslo_date(time.start_at))
    )


def _time(time: OpenTime) -> str:
    return f"{office_words.clock_time(time.start_at)} {time.schedule_name}"
