"""Keeping a patient from booking, or from asking the doctor, on the net for a while."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from fastlinje.core.actor import Actor
from fastlinje.practices.block_rules import REASON_MAX_CHARS
from fastlinje.practices.blocks import BlockLine, blocks_for
from fastlinje.practices.commands.block_service import block_service, end_block
from fastlinje.practices.power_queries import patient_for
from fastlinje.practices.queries import ServiceCode

from ...components.shapes import Column, Row
from ...kit import STAFF, reading, render, requires
from .. import words
from ..conversations.asking import is_post, refused_by
from ..schedules.fields import date_field

SERVICES = {
    ServiceCode.APPOINTMENT: gettext_lazy("Bestille time"),
    ServiceCode.E_CONSULTATION: gettext_lazy("Spørre legen (e-konsultasjon)"),
}
NOTICES = {"sperret": gettext_lazy("Sperringen gjelder fra nå."), "opphevet": gettext_lazy("Sperringen er opphevet.")}


class BlockForm(forms.Form):
    """From what, why, and how long."""

    code = forms.ChoiceField(
        label=gettext_lazy("Hva pasienten ikke skal kunne gjøre på nett"),
        choices=list(SERVICES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg en tjeneste.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Hvorfor"),
        help_text=gettext_lazy("Pasienten ser det ikke på sidene, men får det med hvis de laster ned alt som er lagret om dem."),
        max_length=REASON_MAX_CHARS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Skriv hvorfor."), "max_length": gettext_lazy("Teksten er for lang.")},
    )
    end_date = date_field(gettext_lazy("Siste dag"), help_text=gettext_lazy("Høyst et år fram. Vurder på nytt før den tid."))


@dataclass(frozen=True)
class Lasting:
    """One that lasts, and where it is lifted."""

    what: str
    text: str
    reason: str
    action: str


@dataclass(frozen=True)
class BlocksPage:
    """Those that last, those that are over, and the form for another."""

    title: str
    who: str
    notice: str
    lasting: tuple[Lasting, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    form: BlockForm
    problem: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF)
def office_blocks(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """What the patient is kept from; POST keeps them from one more."""
    if not is_post(request):
        return _show(request, request.actor, patient_id, BlockForm())
    form = BlockForm(request.POST)
    problem: str | None = ""
    if form.is_valid():
        act = {"actor": request.actor, "now": request.now, "patient_id": patient_id}
        problem = refused_by(lambda: block_service(**act, **form.cleaned_data), form)
        if problem is None:
            return redirect(_href(patient_id) + "?nytt=sperret")
    with reading(request) as actor:
        return _show(request, actor, patient_id, form, problem or "")


@require_POST
@requires(STAFF)
def office_block_end(request: HttpRequest, patient_id: UUID, block_id: UUID) -> HttpResponse:
    """Let them in again."""
    end_block(actor=request.actor, now=request.now, patient_id=patient_id, block_id=block_id)
    return redirect(_href(patient_id) + "?nytt=opphevet")


def _show(request: HttpRequest, actor: Actor, patient_id: UUID, form: BlockForm, problem: str = "") -> HttpResponse:
    patient = patient_for(actor, patient_id)
    lines = blocks_for(actor, patient_id, now=request.now)
    columns = (_("Tjeneste"), _("Tid"), _("Registrert"), _("Begrunnelse"))
    page = BlocksPage(
        title=_("Sperring"),
        who=words.name_and_age(patient.name, patient.birth_date, request.now),
        notice=str(NOTICES.get(request.GET.get("nytt", ""), "")),
        lasting=tuple(_lasting(line, patient_id, request) for line in lines if line.lasts),
        columns=tuple(Column(text) for text in columns),
        rows=tuple(_row(line, request) for line in lines if not line.lasts),
        form=form,
        problem=problem,
    )
    return render(request, "office/blocks.html", page, status=422 if form.is_bound else 200)


def _lasting(line: BlockLine, patient_id: UUID, request: HttpRequest) -> Lasting:
    text = _("Til og med %(day)s. %(registered)s.") % {
        "day": words.full_date(line.end_date),
        "registered": _registered(line, request),
    }
    return Lasting(
        str(SERVICES[ServiceCode(line.code)]), text, line.reason, reverse("office_block_end", args=[patient_id, line.id])
    )


def _row(line: BlockLine, request: HttpRequest) -> Row:
    days = f"{words.full_date(line.start_date)}–{words.full_date(line.end_date)}"
    if line.ended_at:
        days = _("%(days)s, opphevet %(when)s av %(name)s") % {
            "days": days,
            "when": words.when(line.ended_at, request.now),
            "name": line.ended_by,
        }
    return Row((str(SERVICES[ServiceCode(line.code)]), days, _registered(line, request), line.reason))


def _registered(line: BlockLine, request: HttpRequest) -> str:
    return _("%(when)s av %(name)s") % {"when": words.when(line.registered_at, request.now), "name": line.registered_by}


def _href(patient_id: UUID) -> str:
    return reverse("office_blocks", args=[patient_id])
