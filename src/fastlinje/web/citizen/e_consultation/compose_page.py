"""What the message's page shows: who it goes to, what it costs, what is typed and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from fastlinje.core.clock import oslo_date
from fastlinje.core.refusal import Refused
from fastlinje.dialogue.citizen_queries import draft_for
from fastlinje.dialogue.citizen_views import DraftView
from fastlinje.dialogue.rules import (
    check_gate,
    check_price,
    check_recipient,
    check_service_open,
    check_subject,
    check_text,
)
from fastlinje.practices.queries import Doctor, OwnOffice, ServiceCode, care_team_for, own_office_for
from fastlinje.questionnaires.engine.narrative import AnsweredSection
from fastlinje.tariffs.queries import quotes_for
from fastlinje.tariffs.rules import Price, Quote

from ...components.foreign import in_language
from ...components.shapes import Attachment, Fact, FieldError
from ...frame import phone_text
from .. import files, words
from ..home import reason_given
from .typed import Typed, prices_text

E_CONSULTATION = ServiceCode.E_CONSULTATION.value
ANCHORS = {"subject": "id_subject", "text": "id_text", "recipient": "id_recipient_0", "price_accepted": "id_price_accepted"}


@dataclass(frozen=True)
class Context:
    """What was read for the page. `why_closed` is the GP's own reason, when the service is off and they gave one."""

    office: OwnOffice
    doctors: tuple[Doctor, ...]
    why_closed: str
    draft: DraftView
    quotes: dict[str, Quote]


class ComposeForm(forms.Form):
    """The fields. What is wrong with them the rules decide, so nothing is required or cut here."""

    recipient = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    subject = forms.CharField(required=False, strip=False)
    text = forms.CharField(widget=forms.Textarea, required=False, strip=False)
    price_accepted = forms.BooleanField(required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)
    prices = forms.CharField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True)
class PriceOf:
    """What it costs with one doctor. `name` and `place` (among those to choose from) are "" when all cost the same."""

    facts: tuple[Fact, ...]
    name: str = ""
    place: str = ""


@dataclass(frozen=True)
class PricePanel:
    """What it costs. `doubt` says how sure we are, "" when every figure is sourced; `is_free` asks for no accept."""

    prices: tuple[PriceOf, ...]
    is_free: bool
    why_free: str
    doubt: str


@dataclass(frozen=True)
class ComposePage:
    """The message's page."""

    title: str
    step: int
    to: str
    errors: tuple[FieldError, ...]
    closed: str
    notice: str
    office: str
    phone: str
    phone_text: str
    office_text: str
    form: ComposeForm
    several: bool
    max_chars: int
    files: tuple[Attachment, ...]
    file_limits: dict[str, object]
    file_errors: tuple[str, ...]
    upload_href: str
    autosave_href: str
    saved: str
    answered: tuple[AnsweredSection, ...]
    form_href: str
    price: PricePanel
    cancel_href: str


def context_for(request: HttpRequest) -> Context | HttpResponse:
    """What the page needs, or the step that comes first."""
    office = own_office_for(request.actor)
    draft = draft_for(request.actor)
    if office is None or draft is None or draft.practice_id != office.practice_id:
        return redirect("e_consultation")
    try:
        check_gate(draft.gate_passed_at, request.now)
    except Refused:
        return redirect(reverse("e_consultation") + "?igjen")
    if draft.wants_form:
        return redirect("e_consultation_form")
    team = care_team_for(request.actor, office, now=request.now)
    doctors = team.offering(E_CONSULTATION)
    quotes = quotes_for(
        service=E_CONSULTATION, on=oslo_date(request.now), birth_date=office.birth_date, invoice_fee_ore=office.invoice_fee_ore
    )
    by_doctor = {str(doctor.role_id): quotes[doctor.is_specialist] for doctor in doctors if doctor.is_specialist in quotes}
    return Context(office, doctors, reason_given(team.service(E_CONSULTATION)), draft, by_doctor)


def compose_page(
    request: HttpRequest, context: Context, typed: Typed, *, refusal: Refused | None = None, file_problems: Sequence[str] = ()
) -> ComposePage:
    """The page with what is typed; after a refusal with everything that is wrong, not only the first thing."""
    office, draft = context.office, context.draft
    problems = _problems(context, typed, refusal) if refusal else []
    form = _form(context, typed, problems)
    several, closed = len(context.doctors) > 1, _closed(context)
    return ComposePage(
        title=_("Skriv til legen") if several or not context.doctors else _("Skriv til %s") % context.doctors[0].name,
        step=3 if draft.assigned_form else 2,
        to=office.name,
        errors=() if closed else tuple(_error(problem) for problem in problems),
        closed=closed,
        notice=_("Filene er lagt ved. Se over, godta prisen og trykk Send.") if "lagt-ved" in request.GET else "",
        office=office.name,
        phone=office.phone,
        phone_text=phone_text(office.phone),
        office_text=office.e_consultation_text,
        form=form,
        several=several,
        max_chars=office.message_max_chars,
        files=files.on_draft(draft.files),
        file_limits=files.LIMITS,
        file_errors=tuple(file_problems) or tuple(p.sentence for p in problems if "files" in p.fields),
        upload_href=reverse("e_consultation_upload"),
        autosave_href=reverse("e_consultation_autosave"),
        saved=_("Sist lagret %s") % words.when(draft.updated_at, request.now) if draft.text or draft.subject else "",
        answered=draft.answered,
        form_href=reverse("e_consultation_form") if draft.assigned_form else "",
        price=_price(context),
        cancel_href=reverse("e_consultation_cancel"),
    )


def _form(context: Context, typed: Typed, problems: Sequence[Refused]) -> ComposeForm:
    # The GP is who most people want; nobody is put in place of a choice that was refused.
    default = str(context.doctors[0].role_id) if context.doctors and not problems else ""
    data = {"recipient": typed.recipient or default, "subject": typed.subject, "text": typed.text, "key": typed.key}
    data["prices"] = prices_text({role: quote.price for role, quote in context.quotes.items()})
    # A price that is new to the person is not accepted by the tick they gave the old one.
    if typed.accepted and not any(problem.code == "price_changed" for problem in problems):
        data["price_accepted"] = "on"
    form = ComposeForm(data)
    form.fields["recipient"].choices = [(str(doctor.role_id), _called(doctor)) for doctor in context.doctors]
    form.full_clean()
    form.errors.clear()
    for problem in problems:
        for name in problem.fields:
            if name in form.fields:
                form.add_error(name, problem.sentence)
    return form


def _called(doctor: Doctor) -> str:
    return _("%s (vikar)") % doctor.name if doctor.is_substitute else _("%s (fastlegen din)") % doctor.name


def _problems(context: Context, typed: Typed, refusal: Refused) -> list[Refused]:
    """The refusal, and what else the same rules would refuse next."""
    found = [refusal]
    quote = context.quotes.get(typed.recipient or next(iter(context.quotes), ""))
    checks = [
        lambda: check_recipient(typed.recipient_id, context.doctors),
        lambda: check_subject(typed.subject),
        lambda: check_text(typed.text, context.office.message_max_chars),
        lambda: quote and check_price(typed.accepted_price, quote.price),
    ]
    for check in checks if context.doctors else ():
        try:
            check()
        except Refused as problem:
            if not set(problem.fields) & {name for earlier in found for name in earlier.fields}:
                found.append(problem)
    order = ("recipient", "subject", "text", "files", "price_accepted")
    return sorted(found, key=lambda problem: min((order.index(n) for n in problem.fields if n in order), default=-1))


def _error(problem: Refused) -> FieldError:
    return FieldError(str(problem.sentence), next((ANCHORS.get(name, name) for name in problem.fields), ""))


def _closed(context: Context) -> str:
    try:
        check_service_open(context.doctors)
    except Refused as refusal:
        return context.why_closed or str(refusal.sentence)
    return "" if context.quotes else _("Vi kan ikke vise prisen nå. Ring legekontoret i stedet.")


def _price(context: Context) -> PricePanel:
    """What it costs; when doctors cost different things, the page shows that of the one who is chosen."""
    quotes = list(context.quotes.values())
    if not quotes:
        return PricePanel((), True, "", "")
    first = quotes[0]
    why_free = ""
    if first.price.is_free:
        why_free = _("Ingen under %d år betaler egenandel.") % first.exempt_below if first.exempt_below else _("Gratis.")
    return PricePanel(_prices(context), first.price.is_free, why_free, _doubt(quotes))


def _prices(context: Context) -> tuple[PriceOf, ...]:
    quoted = [(place, doctor, context.quotes.get(str(doctor.role_id))) for place, doctor in enumerate(context.doctors)]
    found = tuple(PriceOf(_facts(quote.price), doctor.name, str(place)) for place, doctor, quote in quoted if quote)
    return found if len({each.facts for each in found}) > 1 else (PriceOf(found[0].facts),)


def _facts(price: Price) -> tuple[Fact, ...]:
    return (
        Fact(_("Hvis legen svarer på dagtid"), str(price.day)),
        Fact(_("Hvis legen svarer etter kl. 16 eller i helgen"), str(price.evening)),
        Fact(_("Gebyr for fakturaen, i tillegg"), str(price.invoice_fee)),
    )


def _doubt(quotes: Sequence[Quote]) -> str:
    """How sure the prices are. The name of a source is Norwegian on every page, and says so."""
    if all(quote.certain for quote in quotes):
        return ""
    checked = min(quote.checked_on for quote in quotes)
    source = quotes[0].sources[0][0].lower() + quotes[0].sources[0][1:]
    return format_html(
        _("Prisene er usikre: de er sist kontrollert %(day)s, mot %(source)s.") % {"day": "{}", "source": "{}"},
        words.full_date(checked),
        in_language(source, "nb"),
    )
