"""The office itself: how patients reach it, what it adds to the texts, which form stands before an e-consultation."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.core.actor import Actor
from fastlinje.practices.commands.set_info_text import set_info_text
from fastlinje.practices.commands.set_office import set_office
from fastlinje.practices.office_queries import OfficeSettings, OfficeText, info_texts_for, office_for
from fastlinje.questionnaires.commands.assign_form import assign_form
from fastlinje.questionnaires.office_queries import FormChoice, form_choices_for

from ..frame import phone_text
from ..kit import ADMIN, reading, render, requires
from . import words
from .conversations.answering import id_in
from .conversations.asking import is_post, refused_by

E_CONSULTATION = "e_consultation"


class OfficeForm(forms.Form):
    """How to reach the office, and its limits."""

    phone = forms.CharField(label=gettext_lazy("Telefon"), max_length=30, required=False)
    opening_hours = forms.CharField(
        label=gettext_lazy("Åpningstider"),
        help_text=gettext_lazy("En linje for hver tid, slik pasientene skal lese dem."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    address = forms.CharField(label=gettext_lazy("Adresse"), max_length=200, required=False)
    postal_code = forms.RegexField(r"^\d{4}$", label=gettext_lazy("Postnummer"), required=False)
    city = forms.CharField(label=gettext_lazy("Poststed"), max_length=60, required=False)
    web_page = forms.URLField(label=gettext_lazy("Nettside"), max_length=200, required=False, assume_scheme="https")
    invoice_fee_kr = forms.DecimalField(
        label=gettext_lazy("Fakturagebyr i kroner"),
        help_text=gettext_lazy("0 om kontoret ikke tar gebyr. Pasientene ser det før de sender."),
        min_value=0,
        max_digits=5,
        decimal_places=2,
        localize=True,
    )
    message_max_chars = forms.IntegerField(
        label=gettext_lazy("Lengste melding fra pasienter, i tegn"), help_text=gettext_lazy("Mellom 500 og 4000.")
    )
    staff_session_hours = forms.IntegerField(
        label=gettext_lazy("Lengste innlogging for ansatte, i timer"),
        help_text=gettext_lazy("Mellom 1 og 12. Den som ikke gjør noe på 30 minutter, blir logget ut uansett."),
    )


class TextForm(forms.Form):
    """One text. Its length is the command's to judge."""

    text = forms.CharField(required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3}))


class ChoiceForm(forms.Form):
    """A form or none."""

    form = forms.ChoiceField(
        label=gettext_lazy("Skjema før e-konsultasjon"),
        help_text=gettext_lazy("Velger du et skjema, går alle pasienter gjennom det før de skriver."),
        required=False,
        widget=forms.RadioSelect,
    )

    def offer(self, choices: tuple[FormChoice, ...]) -> "ChoiceForm":
        """Name the forms there are."""
        self.fields["form"].choices = [
            ("", _("Ikke noe skjema")),
            *((str(each.id), f"{each.title} ({each.version})") for each in choices),
        ]
        return self


@dataclass(frozen=True)
class TextPart:
    """One text with where it is seen and who wrote it last."""

    label: str
    form: TextForm
    limit: int
    changed: str
    action: str


@dataclass(frozen=True)
class SettingsPage:
    """Everything an administrator can change of the office."""

    title: str
    lead: str
    saved: str
    problem: str
    form: OfficeForm
    texts: tuple[TextPart, ...]
    choice: ChoiceForm
    choice_action: str


SAVED = {
    "kontor": gettext_lazy("Opplysningene er lagret."),
    "tekst": gettext_lazy("Teksten er lagret. Pasientene ser den nå."),
    "skjema": gettext_lazy("Skjemavalget er lagret."),
}


@requires(ADMIN)
def office_settings(request: HttpRequest) -> HttpResponse:
    """The office's page."""
    if not is_post(request):
        return _show(request, request.actor)
    form = OfficeForm(request.POST)
    problem = ""
    if form.is_valid():
        problem = refused_by(lambda: _save(request, form.cleaned_data), form)
        if problem is None:
            return _saved("kontor")
    with reading(request) as actor:
        return _show(request, actor, form=form, problem=problem)


@requires(ADMIN)
def office_text(request: HttpRequest, slot: str) -> HttpResponse:
    """What the office adds in one place."""
    if not is_post(request):
        return redirect("office_settings")
    form = TextForm(request.POST, auto_id=f"{slot}_%s")
    text = request.POST.get("text", "")
    problem = refused_by(lambda: set_info_text(actor=request.actor, now=request.now, slot=slot, text=text), form)
    if problem is None:
        return _saved("tekst")
    with reading(request) as actor:
        return _show(request, actor, texts={slot: form}, problem=problem)


@requires(ADMIN)
def office_form(request: HttpRequest) -> HttpResponse:
    """Which form stands before an e-consultation."""
    if is_post(request):
        chosen = request.POST.get("form", "")
        questionnaire_id = id_in(chosen)
        if chosen and questionnaire_id is None:
            return redirect("office_settings")
        assign_form(actor=request.actor, now=request.now, service_code=E_CONSULTATION, questionnaire_id=questionnaire_id)
        return _saved("skjema")
    return redirect("office_settings")


def _saved(what: str) -> HttpResponse:
    return redirect(f"{reverse('office_settings')}?lagret={what}")


def _save(request: HttpRequest, given: dict) -> None:
    set_office(
        actor=request.actor,
        now=request.now,
        phone=given["phone"],
        address=given["address"],
        postal_code=given["postal_code"],
        city=given["city"],
        opening_hours=given["opening_hours"],
        web_page=given["web_page"],
        invoice_fee_ore=int(given["invoice_fee_kr"] * 100),
        message_max_chars=given["message_max_chars"],
        staff_session_hours=given["staff_session_hours"],
    )


def _show(
    request: HttpRequest,
    actor: Actor,
    *,
    form: OfficeForm | None = None,
    texts: Mapping[str, TextForm] | None = None,
    problem: str = "",
) -> HttpResponse:
    office = office_for(actor)
    choices = form_choices_for(actor, E_CONSULTATION)
    chosen = next((str(each.id) for each in choices if each.assigned), "")
    page = SettingsPage(
        title=_("Kontoret"),
        lead=_("%(name)s, organisasjonsnummer %(number)s") % {"name": office.name, "number": office.organization_number},
        saved=str(SAVED.get(request.GET.get("lagret", ""), "")),
        problem=problem,
        form=form or _office_form(office),
        texts=tuple(_text_part(text, (texts or {}).get(text.slot), request) for text in info_texts_for(actor)),
        choice=ChoiceForm(initial={"form": chosen}).offer(choices),
        choice_action=reverse("office_form"),
    )
    refused = form is not None or bool(texts) or bool(problem)
    return render(request, "office/settings.html", page, active="office", status=422 if refused else 200)


def _office_form(office: OfficeSettings) -> OfficeForm:
    return OfficeForm(
        initial={
            "phone": phone_text(office.phone),
            "opening_hours": office.opening_hours,
            "address": office.address,
            "postal_code": office.postal_code,
            "city": office.city,
            "web_page": office.web_page,
            "invoice_fee_kr": f"{office.invoice_fee_ore / 100:g}".replace(".", ","),
            "message_max_chars": office.message_max_chars,
            "staff_session_hours": office.staff_session_hours,
        }
    )


def _text_part(text: OfficeText, form: TextForm | None, request: HttpRequest) -> TextPart:
    changed = ""
    if text.changed_at:
        said = {"name": text.changed_by, "when": words.when(text.changed_at, request.now)}
        changed = _("Sist endret av %(name)s %(when)s.") % said
    return TextPart(
        label=text.name,
        form=form or TextForm(initial={"text": text.text}, auto_id=f"{text.slot}_%s"),
        limit=text.limit,
        changed=changed,
        action=reverse("office_text", args=[text.slot]),
    )
