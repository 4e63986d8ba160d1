"""The call list: whoever must hear from the office itself, because no notice reaches them."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from fastlinje.scheduling.calls import CallLine, News, calls_for
from fastlinje.scheduling.states import EndReason

from ...components.shapes import Column, Row
from ...frame import phone_text
from ...kit import STAFF, render, requires
from .. import words as office_words
from . import words

NEWS = {
    News.MOVED: gettext_lazy("Ny tid: %(what)s hos %(name)s %(when)s"),
    News.OFF: gettext_lazy("Avlyst: %(what)s hos %(name)s %(when)s"),
    News.FOUND: gettext_lazy("Fikk time: %(what)s hos %(name)s %(when)s"),
}


@dataclass(frozen=True)
class CallsPage:
    """Those to call, to tick off on paper."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    back: str


@require_safe
@requires(STAFF)
def office_calls(request: HttpRequest) -> HttpResponse:
    """The list."""
    columns = (_("Pasient"), _("Telefon"), _("Hva dere må si"), _("Hvorfor ringe"), _("Ringt"))
    page = CallsPage(
        title=_("Ringeliste"),
        columns=tuple(Column(text) for text in columns),
        rows=tuple(_row(line, request) for line in calls_for(request.actor, now=request.now)),
        back=reverse("office_calendar"),
    )
    return render(request, "office/calendar/calls.html", page, active="calendar")


def _row(line: CallLine, request: HttpRequest) -> Row:
    who = office_words.name_and_age(line.patient_name, line.birth_date, request.now)
    return Row((_link(line, who), _phone(line), _news(line), office_words.reach_tag(line.reach), _box()))


def _link(line: CallLine, who: str) -> SafeString:
    return format_html('<a class="ds-link" href="{}">{}</a>', reverse("office_visit", args=[line.appointment_id]), who)


def _phone(line: CallLine) -> SafeString | str:
    if not line.phone:
        return _("Ikke registrert. Se journalen.")
    return format_html('<a class="ds-link" href="tel:{}">{}</a>', line.phone, phone_text(line.phone))


def _news(line: CallLine) -> str:
    said = {"what": line.service_name, "name": line.schedule_name}
    if line.start_at is None:
        return _("Fant ingen time: %(what)s. %(why)s.") % {**said, "why": EndReason(line.end_reason).label}
    return str(NEWS[line.news]) % {**said, "when": words.at(line.start_at)}


def _box() -> SafeString:
    """A square to tick with a pen."""
    return SafeString('<span class="fl-tick-box" aria-hidden="true"></span>')
