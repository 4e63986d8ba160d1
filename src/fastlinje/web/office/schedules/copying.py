"""Copying a week of a schedule to another week or another schedule, after a look at what that would do."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.scheduling.commands.copy_week import copy_week
from fastlinje.scheduling.copying import Copy, Outcome, Taken
from fastlinje.scheduling.office_queries import schedules_for
from fastlinje.scheduling.office_views import ScheduleLine
from fastlinje.scheduling.week_copies import week_copy_for

from ...components.shapes import Column, Row
from ...kit import STAFF_OR_ADMIN, reading, render, requires
from ..calendar import words
from ..conversations.asking import is_post, refused_by
from .fields import date_field

MOST_NAMED = 3
LEFT_OUT = {
    Outcome.HOLIDAY: gettext_lazy("Helligdag"),
    Outcome.AWAY: gettext_lazy("Fravær"),
    Outcome.PAST: gettext_lazy("Har vært"),
    Outcome.NOT_IN_USE: gettext_lazy("Timetypen er ikke i bruk"),
}


class CopyForm(forms.Form):
    """Which week, and where to."""

    source_day = date_field(gettext_lazy("Kopier uken med denne dagen"))
    target = forms.ChoiceField(label=gettext_lazy("Til timeplanen"))
    target_day = date_field(gettext_lazy("Til uken med denne dagen"))

    def offer(self, lines: tuple[ScheduleLine, ...]) -> "CopyForm":
        """Name the schedules there are."""
        self.fields["target"].choices = [(str(line.id), line.name) for line in lines]
        return self


@dataclass(frozen=True)
class CopyPage:
    """The form; and when it is filled in, every day and what becomes of its times. `may_copy`: something would be made."""

    title: str
    lead: str
    form: CopyForm
    problem: str
    summary: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    may_copy: bool
    back: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF_OR_ADMIN)
def schedule_copy(request: HttpRequest, schedule_id: UUID) -> HttpResponse:
    """Ask; with weeks in the address, show what would be made; POST makes it, and goes on to where it can be undone."""
    if not is_post(request):
        return _show(request, request.actor, schedule_id, request.GET if "target_day" in request.GET else None)
    with reading(request) as actor:
        form = CopyForm(request.POST).offer(schedules_for(actor))
    problem: str | None = ""
    if form.is_valid():
        made: list[UUID] = []
        about = {"actor": request.actor, "now": request.now, **_asked(schedule_id, form)}
        problem = refused_by(lambda: made.append(copy_week(**about)))
        if problem is None:
            return redirect("publication", publication_id=made[0])
    with reading(request) as actor:
        return _show(request, actor, schedule_id, request.POST, problem or "")


def _asked(schedule_id: UUID, form: CopyForm) -> dict:
    given = form.cleaned_data
    days = {"source_day": given["source_day"], "target_day": given["target_day"]}
    return {"source_id": schedule_id, "target_id": UUID(given["target"]), **days}


def _show(request: HttpRequest, actor: Actor, schedule_id: UUID, asked: object, problem: str = "") -> HttpResponse:
    lines = schedules_for(actor)
    source = next((line for line in lines if line.id == schedule_id), None)
    if source is None:
        raise NotFound
    form = CopyForm(asked, initial=_next_week(schedule_id, request)).offer(lines)
    copies, problem = _planned(actor, schedule_id, form, problem, request)
    number = sum(each.outcome is Outcome.MADE for each in copies)
    page = CopyPage(
        title=_("Kopier en uke"),
        lead=source.name,
        form=form,
        problem=problem,
        summary=_summary(number, len(copies) - number) if copies else "",
        columns=tuple(Column(text) for text in (_("Dag"), _("Blir laget"), _("Blir hoppet over"))),
        rows=_days(copies),
        may_copy=number > 0,
        back=reverse("schedule", args=[schedule_id]),
    )
    status = 422 if problem or (form.is_bound and not form.is_valid()) else 200
    return render(request, "office/schedules/copying.html", page, active="schedules", status=status)


def _next_week(schedule_id: UUID, request: HttpRequest) -> dict:
    today = oslo_date(request.now)
    return {"source_day": today, "target": str(schedule_id), "target_day": today + timedelta(days=7)}


def _planned(actor: Actor, schedule_id: UUID, form: CopyForm, problem: str, request: HttpRequest) -> tuple[tuple[Copy, ...], str]:
    """What would be made; or nothing, and why."""
    if not form.is_bound or not form.is_valid():
        return (), problem
    try:
        copies = week_copy_for(actor.practice_id, **_asked(schedule_id, form), now=request.now)
    except NotFound:
        raise
    except Refused as refusal:
        return (), refusal.sentence
    return copies, problem or ("" if copies else _("Det er ingen timer å kopiere i den uken."))


def _summary(made: int, left_out: int) -> str:
    said = ngettext("%d time blir laget.", "%d timer blir laget.", made) % made
    if left_out:
        said += " " + ngettext("%d blir hoppet over.", "%d blir hoppet over.", left_out) % left_out
    return said


def _days(copies: tuple[Copy, ...]) -> tuple[Row, ...]:
    """One row for each day: what is made, and everything that is left out with why."""
    days = groupby(copies, key=lambda each: oslo_date(each.time.start_at))
    return tuple(_day(day, list(times)) for day, times in days)


def _day(day: date, copies: list[Copy]) -> Row:
    made = [each for each in copies if each.outcome is Outcome.MADE]
    return Row((words.day_name(day), _made(made), _lines(_left_out(copies))))


def _made(copies: list[Copy]) -> str:
    if not copies:
        return _("Ingen")
    hours = words.hours(copies[0].time.start_at, copies[-1].time.end_at)
    number = ngettext("%d time", "%d timer", len(copies)) % len(copies)
    return _("%(number)s, %(hours)s") % {"number": number, "hours": hours}


def _left_out(copies: list[Copy]) -> Iterator[str]:
    why = Counter(each.outcome for each in copies)
    for outcome, text in LEFT_OUT.items():
        if why[outcome]:
            yield f"{text}: {why[outcome]}"
    yield from _in_the_way([each.in_the_way for each in copies if each.outcome is Outcome.IN_THE_WAY and each.in_the_way])


def _in_the_way(there: list[Taken]) -> Iterator[str]:
    """A few are named; many are a week that is there already."""
    if len(there) > MOST_NAMED:
        hours = words.hours(there[0].start_at, there[-1].end_at)
        yield _("%(number)d er der fra før, %(hours)s") % {"number": len(there), "hours": hours}
        return
    for each in there:
        hours = words.hours(each.start_at, each.end_at)
        yield _("%(hours)s %(name)s er der fra før") % {"hours": hours, "name": each.service_name}


def _lines(texts: Iterable[str]) -> str:
    return format_html_join(SafeString("<br>"), "{}", ((text,) for text in texts))
