"""The control report: what those who run an office should ask their colleagues about."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from fastlinje.core.clock import oslo_date
from fastlinje.practices.control_report import MANY_PER_HOUR, Remark, ReportLine, control_report_for

from ..components.shapes import Column, Row
from ..kit import ADMIN, render, requires
from . import words

WHAT = {
    Remark.SELF: gettext_lazy("Åpnet opplysninger om seg selv"),
    Remark.NAMESAKE: gettext_lazy("Åpnet pasienter med samme etternavn"),
    Remark.MANY: gettext_lazy("Åpnet mange pasienter på en time"),
}


@dataclass(frozen=True)
class ControlPage:
    """The report. `many` is how many patients in an hour it takes to stand in it."""

    title: str
    many: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    back: str


@require_safe
@requires(ADMIN)
def control_report(request: HttpRequest) -> HttpResponse:
    """Who opened unusually much, or something of their own."""
    page = ControlPage(
        title=_("Kontroll av innsyn"),
        many=MANY_PER_HOUR,
        columns=(Column(_("Hvem")), Column(_("Hva")), Column(_("Pasienter"), numeric=True), Column(_("Når"))),
        rows=tuple(_row(line) for line in control_report_for(request.actor, now=request.now)),
        back=reverse("members"),
    )
    return render(request, "office/control_report.html", page, active="members")


def _row(line: ReportLine) -> Row:
    return Row((line.name, str(WHAT[line.remark]), str(line.patients), _when(line)))


def _when(line: ReportLine) -> str:
    day = words.full_date(oslo_date(line.at))
    return _("%(day)s kl. %(time)s") % {"day": day, "time": words.clock_time(line.at)} if line.remark is Remark.MANY else day
