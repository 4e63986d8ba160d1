"""Asking for a copy, and those one has asked for."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.exports.commands.request_export import request_export
from fastlinje.exports.queries import ExportView, exports_for
from fastlinje.exports.rules import whom
from fastlinje.exports.states import ExportStatus

from ...components.lists import badge
from ...components.shapes import Badge, Column, Row
from ...kit import CITIZEN_AS_SELF, reading, render, requires, uuid_or_none
from .. import words
from ..access_log.words import name_of

BADGES = {
    ExportStatus.REQUESTED: (gettext_lazy("Lages nå"), "info"),
    ExportStatus.READY: (gettext_lazy("Klar"), "success"),
    ExportStatus.FETCHED: (gettext_lazy("Lastet ned"), "neutral"),
    ExportStatus.DROPPED: (gettext_lazy("Slettet"), "neutral"),
}


class CopyForm(forms.Form):
    """Whom the copy is about."""

    person = forms.ChoiceField(label=gettext_lazy("Hvem gjelder det?"), widget=forms.RadioSelect, required=False)

    def __init__(self, actor: Actor, data: object = None):
        super().__init__(data, initial={"person": str(actor.person_id)})
        self.fields["person"].choices = [(str(each), name_of(each, actor)) for each in whom(actor)]


@dataclass(frozen=True)
class CopiesPage:
    """The question, and earlier copies. `has_others` for those who decide for somebody."""

    title: str
    form: CopyForm
    has_others: bool
    problem: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    back_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_AS_SELF)
def data_copies(request: HttpRequest) -> HttpResponse:
    """Last ned alt om deg; POST asks for a copy."""
    if request.method != "POST":
        return _show(request, request.actor)
    person_id = uuid_or_none(request.POST.get("person", "")) if "person" in request.POST else request.actor.person_id
    try:
        export_id = request_export(actor=request.actor, now=request.now, person_id=person_id)
    except NotFound:
        raise
    except Refused as refusal:
        with reading(request) as actor:
            return _show(request, actor, problem=str(refusal.sentence), status=409)
    return redirect("data_copy", export_id=export_id)


def _show(request: HttpRequest, actor: Actor, *, problem: str = "", status: int = 200) -> HttpResponse:
    page = CopiesPage(
        title=_("Last ned alt om deg"),
        form=CopyForm(actor),
        has_others=len(whom(actor)) > 1,
        problem=problem,
        columns=(Column(_("Hvem det gjelder")), Column(_("Bedt om")), Column(_("Status"))),
        rows=tuple(_row(export, actor, request.now) for export in exports_for(actor, now=request.now)),
        back_href=reverse("profile"),
    )
    return render(request, "citizen/data_copies/overview.html", page, active="profile", status=status)


def _row(export: ExportView, actor: Actor, now: datetime) -> Row:
    text, color = BADGES[export.status]
    name = about(export, actor)
    cells = (name, words.when(export.requested_at, now), badge(badge=Badge(str(text), color)))
    return Row(cells, href=reverse("data_copy", args=[export.id]))


def about(export: ExportView, actor: Actor) -> str:
    """Whose data it is; somebody one no longer acts for is not named."""
    known = {actor.person_id, *(other.person_id for other in actor.represents)}
    return name_of(export.person_id, actor) if export.person_id in known else _("En annen")
