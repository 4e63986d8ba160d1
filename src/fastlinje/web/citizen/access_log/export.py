"""Copies of the log to keep: a page to print, and a file for a spreadsheet. Each is recorded in the log itself."""

import csv
from dataclasses import dataclass
from datetime import datetime
from io import StringIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from fastlinje.audit.commands.export_access_log import export_access_log
from fastlinje.audit.queries import LoggedEvent, all_events_for
from fastlinje.core.actor import Actor
from fastlinje.core.clock import OSLO
from fastlinje.dialogue.files.names import content_disposition

from ...components.shapes import Column, Fact, Row
from ...kit import CITIZEN_SELF, reading, render, requires
from .. import words
from .filters import BY, EVERYTHING, KINDS, PERIODS, LogForm
from .page import columns, row
from .words import name_of, what, who, why

MOST = 5000
CUT = gettext_lazy("Loggen er lengre enn dette. Velg en kortere periode for å få med resten.")
_BOM = "\ufeff"  # without it spreadsheets take UTF-8 for something else
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class PrintedLogPage:
    """The whole log as it was asked for, on one page."""

    title: str
    facts: tuple[Fact, ...]
    cut: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    back_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_SELF)
def access_log_export(request: HttpRequest) -> HttpResponse:
    """POST gives the copy: `form` is "print" or "csv"; the address holds the filters. GET leads back to the log."""
    asked = LogForm(request.actor, request.GET)
    if request.method != "POST":
        return redirect(f"{reverse('access_log')}?{asked.query()}")
    question = asked.question(request.now)
    as_file = request.POST.get("form") == "csv"
    export_access_log(actor=request.actor, now=request.now, person_id=question.person_id, form="csv" if as_file else "print")
    with reading(request) as actor:
        events = all_events_for(actor, question, most=MOST + 1)
        if as_file:
            return _file(events, actor, question.person_id, request.now)
        return _printed(request, asked, events, actor)


def _printed(request: HttpRequest, asked: LogForm, events: tuple[LoggedEvent, ...], actor: Actor) -> HttpResponse:
    page = PrintedLogPage(
        title=_("Logg over bruk av opplysninger"),
        facts=_facts(asked, actor, request.now, len(events[:MOST])),
        cut=str(CUT) if len(events) > MOST else "",
        columns=columns(),
        rows=tuple(Row(row(event, actor, request.now).cells) for event in events[:MOST]),
        back_href=f"{reverse('access_log')}?{asked.query()}",
    )
    return render(request, "citizen/access_log_print.html", page, active="access_log")


def _facts(asked: LogForm, actor: Actor, now: datetime, lines: int) -> tuple[Fact, ...]:
    chosen = asked.chosen
    return (
        Fact(_("Hvem det gjelder"), name_of(asked.question(now).person_id, actor)),
        Fact(_("Hvem har gjort det"), str(BY[chosen.get("vis", "andre")][0])),
        Fact(_("Hva"), str(KINDS.get(chosen.get("hva", ""), (EVERYTHING[1],))[0])),
        Fact(_("Når"), str(PERIODS.get(chosen.get("periode", ""), (_("Hele tiden"),))[0])),
        Fact(_("Laget"), words.when(now, now)),
        Fact(_("Antall"), ngettext("%d linje", "%d linjer", lines) % lines),
    )


def _file(events: tuple[LoggedEvent, ...], actor: Actor, person_id: object, now: datetime) -> HttpResponse:
    text = StringIO()
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerow([_("Når"), _("Hvem"), _("Hva"), _("Ganger"), _("Hvorfor"), _("Hvem det gjelder")])
    concerns = name_of(person_id, actor)
    for event in events[:MOST]:
        moment = event.recorded_at.astimezone(OSLO).strftime("%Y-%m-%d %H:%M")
        cells = (moment, who(event, actor), what(event, actor), str(event.times), why(event, actor), concerns)
        lines.writerow([harmless(cell) for cell in cells])
    if len(events) > MOST:
        lines.writerow([str(CUT)])
    response = HttpResponse(_BOM + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{_('logg')}-{now.astimezone(OSLO):%Y-%m-%d}.csv"
    response["Content-Disposition"] = content_disposition(name)
    return response


def harmless(cell: str) -> str:
    """A cell no spreadsheet takes for a formula: names come from people (AD-48)."""
    return f"'{cell}" if cell.startswith(_BEGINS_A_FORMULA) else cell
