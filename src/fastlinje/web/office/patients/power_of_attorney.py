"""Powers of attorney on paper, for patients who cannot log in."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import IdempotencyKey, new_idempotency_key
from fastlinje.core.refusal import NotFound
from fastlinje.people.power_rules import REASON_MAX_CHARS
from fastlinje.people.powers import LASTING
from fastlinje.practices.commands.end_paper_power import end_paper_power
from fastlinje.practices.commands.register_power_of_attorney import register_power_of_attorney
from fastlinje.practices.power_queries import PaperPowerLine, paper_power_for, paper_powers_for, patient_for

from ...components.drawing import format_html
from ...components.lists import badge
from ...components.shapes import Column, Row
from ...kit import STAFF, reading, render, requires
from ...power_words import SCOPE_CHOICES, period_in_words, scopes_in_words, state_badge
from .. import words
from ..conversations.asking import is_post, refused_by

DATE_ERROR = {"invalid": gettext_lazy("Skriv datoen som dd.mm.åååå.")}
NOTICES = {"registrert": gettext_lazy("Fullmakten er registrert."), "avsluttet": gettext_lazy("Fullmakten er avsluttet.")}


class PaperPowerForm(forms.Form):
    """What the form on paper says, and how it came here."""

    holder_name = forms.CharField(
        label=gettext_lazy("Navnet på den som får fullmakt"),
        help_text=gettext_lazy("Fornavn og etternavn, slik de står på skjemaet."),
        error_messages={"required": gettext_lazy("Skriv både fornavn og etternavn.")},
        max_length=300,
    )
    holder_national_id = forms.CharField(
        label=gettext_lazy("Fødselsnummeret til den som får fullmakt"),
        help_text=gettext_lazy("Elleve siffer."),
        error_messages={"required": gettext_lazy("Skriv fødselsnummeret, elleve siffer.")},
        max_length=30,
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Hva fullmakten gjelder"),
        choices=SCOPE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Velg minst én tjeneste."),
            "invalid_choice": gettext_lazy("Velg blant tjenestene i listen."),
        },
    )
    start_date = forms.DateField(
        label=gettext_lazy("Første dag"), required=False, error_messages=DATE_ERROR, help_text=gettext_lazy("Tom betyr i dag.")
    )
    end_date = forms.DateField(
        label=gettext_lazy("Siste dag"),
        required=False,
        error_messages=DATE_ERROR,
        help_text=gettext_lazy("Tom betyr uten sluttdato."),
    )
    with_consent = forms.BooleanField(
        label=gettext_lazy("Skjemaet sier også ja til full tilgang i Fastlinje"),
        help_text=gettext_lazy("Gjelder bare hvis pasienten aldri har valgt selv. Uten ja ser den andre ingenting."),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Hvorfor registreres den her?"),
        help_text=gettext_lazy("For eksempel at pasienten ikke har BankID, og hvordan dere vet hvem pasienten er."),
        max_length=REASON_MAX_CHARS,
        widget=forms.Textarea,
        error_messages={
            "required": gettext_lazy("Skriv hvorfor fullmakten registreres her."),
            "max_length": gettext_lazy("Teksten er for lang."),
        },
    )
    received_by = forms.CharField(
        label=gettext_lazy("Hvem tok imot skjemaet?"),
        help_text=gettext_lazy("Navnet til den ansatte."),
        error_messages={"required": gettext_lazy("Skriv navnet på den som tok imot skjemaet.")},
        max_length=300,
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


@dataclass(frozen=True)
class PatientPowersPage:
    """What is registered, and the form for another."""

    title: str
    who: str
    notice: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    form: PaperPowerForm
    problem: str


@dataclass(frozen=True)
class PowerEndingPage:
    """The question whether it shall end."""

    title: str
    who: str
    holder: str
    back: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF)
def office_power_of_attorney(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Those the office has taken in; POST takes in another."""
    if not is_post(request):
        form = PaperPowerForm(initial={"key": new_idempotency_key(), "received_by": request.actor.name})
        return _show(request, request.actor, patient_id, form)
    form = PaperPowerForm(request.POST)
    problem = refused_by(lambda: _register(request, patient_id, form.cleaned_data), form) if form.is_valid() else ""
    if problem is None:
        return redirect(_href(patient_id) + "?nytt=registrert")
    with reading(request) as actor:
        return _show(request, actor, patient_id, form, problem)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF)
def office_power_ending(request: HttpRequest, patient_id: UUID, paper_id: UUID) -> HttpResponse:
    """Ask; POST ends it."""
    if is_post(request):
        end_paper_power(actor=request.actor, now=request.now, patient_id=patient_id, paper_id=paper_id)
        return redirect(_href(patient_id) + "?nytt=avsluttet")
    patient = patient_for(request.actor, patient_id)
    power = paper_power_for(request.actor, patient_id, paper_id, now=request.now)
    if power.state not in LASTING:
        raise NotFound
    page = PowerEndingPage(
        title=_("Avslutt fullmakten"),
        who=words.name_and_age(patient.name, patient.birth_date, request.now),
        holder=power.holder_name,
        back=_href(patient_id),
    )
    return render(request, "office/power_ending.html", page)


def _register(request: HttpRequest, patient_id: UUID, given: dict) -> UUID:
    key = given.pop("key")
    number = "".join(given.pop("holder_national_id").split())
    return register_power_of_attorney(
        actor=request.actor,
        now=request.now,
        key=IdempotencyKey(key) or None,
        patient_id=patient_id,
        holder_national_id=number,
        **given,
    )


def _show(request: HttpRequest, actor: Actor, patient_id: UUID, form: PaperPowerForm, problem: str = "") -> HttpResponse:
    patient = patient_for(actor, patient_id)
    lines = paper_powers_for(actor, patient_id, now=request.now)
    columns = (_("Fullmakt til"), _("Gjelder"), _("Tid"), _("Status"), _("Tatt imot"), _("Begrunnelse"), _("Valg"))
    page = PatientPowersPage(
        title=_("Fullmakt på papir"),
        who=words.name_and_age(patient.name, patient.birth_date, request.now),
        notice=str(NOTICES.get(request.GET.get("nytt", ""), "")),
        columns=tuple(Column(text) for text in columns),
        rows=tuple(_row(line, patient_id, request) for line in lines),
        form=form,
        problem=problem,
    )
    return render(request, "office/power_of_attorney.html", page, status=422 if form.is_bound else 200)


def _row(line: PaperPowerLine, patient_id: UUID, request: HttpRequest) -> Row:
    taken = _("%(when)s av %(name)s") % {"when": words.when(line.registered_at, request.now), "name": line.received_by}
    if line.registered_by != line.received_by:
        taken = _("%(taken)s, registrert av %(name)s") % {"taken": taken, "name": line.registered_by}
    return Row(
        (
            line.holder_name,
            scopes_in_words(line.scopes),
            period_in_words(line.start_date, line.end_date),
            badge(badge=state_badge(line.state)),
            taken,
            line.reason,
            _end_link(line, patient_id) if line.state in LASTING else "",
        )
    )


def _end_link(line: PaperPowerLine, patient_id: UUID) -> str:
    return format_html(
        '<a class="ds-link" href="{}">{}<span class="ds-sr-only"> {}</span></a>',
        reverse("office_power_ending", args=[patient_id, line.id]),
        _("Avslutt"),
        line.holder_name,
    )


def _href(patient_id: UUID) -> str:
    return reverse("office_power_of_attorney", args=[patient_id])
