"""Who has seen and done what with the person's information, when and why (F-072, AD-74)."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fastlinje.audit.queries import LoggedEvent, events_for
from fastlinje.core.actor import Actor

from ...components.shapes import Column, Row
from ...kit import CITIZEN_SELF, render, requires, uuid_or_none
from .. import words
from .filters import LogForm
from .words import sentence, why

OPENS = {"Conversation": "my_conversation", "Appointment": "appointment"}
"""Where what an event is about can be read."""


@dataclass(frozen=True)
class AccessLogPage:
    """One page of the log, what it is narrowed to, and the way to keep a copy of all of it."""

    title: str
    form: LogForm
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    next_href: str
    first_href: str
    export_href: str


@require_safe
@requires(CITIZEN_SELF)
def access_log(request: HttpRequest) -> HttpResponse:
    """The log; ?etter= is where the page before it ended."""
    form = LogForm(request.actor, request.GET)
    before = uuid_or_none(request.GET.get("etter", ""))
    events, next_id = events_for(request.actor, form.question(request.now), before=before)
    page = AccessLogPage(
        title=_("Hvem har sett opplysningene dine"),
        form=form,
        columns=columns(),
        rows=tuple(row(event, request.actor, request.now) for event in events),
        next_href=f"{reverse('access_log')}?{form.query(etter=str(next_id))}" if next_id else "",
        first_href=f"{reverse('access_log')}?{form.query()}" if before else "",
        export_href=f"{reverse('access_log_export')}?{form.query()}",
    )
    return render(request, "citizen/access_log.html", page, active="access_log")


def columns() -> tuple[Column, ...]:
    """What stands in a line."""
    return Column(_("Hva")), Column(_("Hvorfor")), Column(_("Når"))


def row(event: LoggedEvent, actor: Actor, now: datetime) -> Row:
    """One line, with the way to what it is about."""
    opens = OPENS.get(event.entity_type) if event.entity_id else None
    moment = words.when(event.recorded_at, now).replace(" ", "\u00a0")  # never broken over two lines
    return Row(
        (sentence(event, actor), why(event, actor), moment),
        href=reverse(opens, args=[event.entity_id]) if opens else "",
    )
