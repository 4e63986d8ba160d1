"""Somebody is away for a day: call off what is left of it, or move it to another's times. First a look at who it concerns."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from fastlinje.core.actor import Actor
from fastlinje.scheduling.calls import calls_for
from fastlinje.scheduling.commands.cancel_for_patient import cancel_day
from fastlinje.scheduling.commands.move_for_patient import move_day
from fastlinje.scheduling.office_queries import open_times_for, rest_of_day_for, schedules_for
from fastlinje.scheduling.office_views import DayLine, OpenTime
from fastlinje.scheduling.planning import planned_moves
from fastlinje.scheduling.rules import END_TEXT_MAX_CHARS

from ...components.shapes import Column, Row
from ...kit import STAFF, reading, render, requires, uuid_or_none
from .. import words as office_words
from ..conversations.asking import is_post, refused_by
from . import words
from .places import day_href, day_in

MOST_TIMES = 300


class DayOffForm(forms.Form):
    """What the patients read, and whom the page showed."""

    text = forms.CharField(
        label=gettext_lazy("Beskjed til pasientene"),
        help_text=gettext_lazy("De leser den når de logger inn. Den står ikke i varselet."),
        required=False,
        max_length=END_TEXT_MAX_CHARS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": gettext_lazy("Teksten er for lang.")},
    )


@dataclass(frozen=True)
class Target:
    """Where the day could be moved."""

    id: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class DayOffPage:
    """Everybody who is left that day, and the two ways out. `moves` is what «flytt» would do, as appointment and slot; `shuts`: it
    closes the rest of the day too."""

    title: str
    lead: str
    problem: str
    count: str
    to_call: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    seen: tuple[str, ...]
    form: DayOffForm
    targets: tuple[Target, ...]
    to_day: str
    preview: bool
    moves: tuple[str, ...]
    shuts: bool
    left_over: str
    cancel_action: str
    move_action: str
    back: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF)
def office_day_off(request: HttpRequest, schedule_id: UUID, day: str) -> HttpResponse:
    """Who it concerns; ?til= and ?tildag= show where they could go. POST calls the day off."""
    the_day = day_in(day, request.now)
    if not is_post(request):
        return _show(request, request.actor, schedule_id, the_day)
    form = DayOffForm(request.POST)
    problem: str | None = ""
    if form.is_valid():
        seen = [each for each in map(uuid_or_none, request.POST.getlist("seen")) if each]
        act = {"actor": request.actor, "now": request.now, "schedule_id": schedule_id, "day": the_day}
        problem = refused_by(lambda: cancel_day(**act, seen=seen, text=form.cleaned_data["text"]), form)
        if problem is None:
            return redirect(_after(request, day_href(the_day)))
    with reading(request) as actor:
        return _show(request, actor, schedule_id, the_day, form=form, problem=problem or "")


@require_POST
@requires(STAFF)
def office_day_move(request: HttpRequest, schedule_id: UUID, day: str) -> HttpResponse:
    """Move those the page showed to where it showed."""
    the_day = day_in(day, request.now)
    moves = [pair for pair in map(_pair, request.POST.getlist("move")) if pair]
    problem = refused_by(lambda: move_day(actor=request.actor, now=request.now, schedule_id=schedule_id, day=the_day, moves=moves))
    if problem is None:
        return redirect(_after(request, day_href(day_in(request.POST.get("tildag", ""), request.now))))
    with reading(request) as actor:
        return _show(request, actor, schedule_id, the_day, problem=problem)


def _after(request: HttpRequest, calendar: str) -> str:
    """Those who get no notice first, when there are any; else back to the calendar."""
    with reading(request) as actor:
        return reverse("office_calls") if calls_for(actor, now=request.now) else calendar


def _pair(text: str) -> tuple[UUID, UUID] | None:
    appointment, _separator, slot = text.partition("_")
    pair = (uuid_or_none(appointment), uuid_or_none(slot))
    return pair if all(pair) else None


def _show(
    request: HttpRequest, actor: Actor, schedule_id: UUID, day: date, *, form: DayOffForm | None = None, problem: str = ""
) -> HttpResponse:
    schedule, lines = rest_of_day_for(actor, schedule_id, day, now=request.now)
    asked = request.GET if not is_post(request) else request.POST
    to, to_day = uuid_or_none(asked.get("til", "")), day_in(asked.get("tildag", "") or day.isoformat(), request.now)
    free = open_times_for(actor, to_day, to_day, now=request.now, schedule_id=to, most=MOST_TIMES) if to else ()
    moves = planned_moves(lines, free)
    page = DayOffPage(
        title=_("%s er borte") % schedule.name,
        lead=words.day_name(day),
        problem=problem,
        count=_count(lines),
        to_call=_to_call(lines),
        columns=_columns(bool(to)),
        rows=tuple(_row(line, moves.get(line.id), bool(to), request) for line in lines),
        seen=tuple(str(line.id) for line in lines),
        form=form or DayOffForm(),
        targets=_targets(actor, schedule_id, to),
        to_day=to_day.isoformat(),
        preview=bool(to),
        moves=tuple(f"{appointment}_{time.slot_id}" for appointment, time in moves.items()),
        shuts=(to, to_day) != (schedule_id, day),
        left_over=_left_over(len(lines) - len(moves)) if to else "",
        cancel_action=reverse("office_day_off", args=[schedule_id, day.isoformat()]),
        move_action=reverse("office_day_move", args=[schedule_id, day.isoformat()]),
        back=day_href(day),
    )
    return render(request, "office/calendar/day_off.html", page, active="calendar", status=409 if problem else 200)


def _targets(actor: Actor, away: UUID, chosen: UUID | None) -> tuple[Target, ...]:
    """Everybody; whoever is away last, for another day."""
    lines = sorted(schedules_for(actor), key=lambda line: line.id == away)
    return tuple(Target(str(line.id), line.name, line.id == chosen) for line in lines)


def _count(lines: tuple[DayLine, ...]) -> str:
    if not lines:
        return _("Ingen har time resten av dagen.")
    number = len(lines)
    return ngettext("%d pasient har time.", "%d pasienter har time.", number) % number


def _to_call(lines: tuple[DayLine, ...]) -> str:
    """How many the office must tell itself; the others get one notice each."""
    number = sum(line.reach.must_be_called for line in lines)
    if not number:
        return _("Alle får ett varsel om endringen.") if lines else ""
    return _("%d får ikke varsel og må ringes. Dere får en ringeliste når timene er avlyst eller flyttet.") % number


def _left_over(number: int) -> str:
    if number == 0:
        return ""
    return ngettext("%d time får ikke plass, og blir stående.", "%d timer får ikke plass, og blir stående.", number) % number


def _columns(preview: bool) -> tuple[Column, ...]:
    texts = (_("Klokken"), _("Pasient"), _("Til"), _("Varsel"), *((_("Ny tid"),) if preview else ()))
    return tuple(Column(text) for text in texts)


def _row(line: DayLine, to: OpenTime | None, preview: bool, request: HttpRequest) -> Row:
    new = words.from_to(to.start_at, to.end_at) if to else _("Ingen ledig tid")
    cells = (
        f"{office_words.clock_time(line.start_at)}–{office_words.clock_time(line.end_at)}",
        office_words.name_and_age(line.patient_name, line.birth_date, request.now),
        line.service_name,
        office_words.reach_tag(line.reach),
        *((new,) if preview else ()),
    )
    return Row(cells)
