"""Somebody on the phone whom the office does not know: who they are, and straight on to what they called about."""

from collections.abc import Callable
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
from fastlinje.practices.commands.register_at_desk import register_at_desk
from fastlinje.scheduling.office_queries import slot_for

from ...kit import STAFF, reading, render, requires
from ..conversations.asking import is_post, refused_by
from . import words
from .slot import slot_lead

NAME_MISSING = {"required": gettext_lazy("Skriv fornavn og etternavn.")}


class NewcomerForm(forms.Form):
    """Who is calling."""

    given_name = forms.CharField(label=gettext_lazy("Fornavn"), max_length=100, error_messages=NAME_MISSING)
    family_name = forms.CharField(label=gettext_lazy("Etternavn"), max_length=100, error_messages=NAME_MISSING)
    national_id = forms.CharField(
        label=gettext_lazy("Fødselsnummer eller D-nummer"),
        help_text=gettext_lazy("Elleve siffer."),
        max_length=30,
        error_messages={"required": gettext_lazy("Skriv fødselsnummeret, elleve siffer.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Telefon"),
        help_text=gettext_lazy("Til når dere må si fra selv."),
        max_length=30,
        required=False,
        widget=forms.TextInput,
    )


@dataclass(frozen=True)
class NewcomerPage:
    """The form, and what it is about. `later` says what they find if they log in one day."""

    title: str
    lead: str
    later: str
    form: NewcomerForm
    problem: str
    back: str


@dataclass(frozen=True)
class Errand:
    """What the newcomer calls about. `onward` is the address to go on to with the patient's id."""

    lead: str
    later: str
    back: str
    onward: Callable[[UUID], str]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF)
def office_newcomer(request: HttpRequest, slot_id: UUID) -> HttpResponse:
    """Somebody who wants a time that was chosen already."""
    return _newcomer(request, lambda actor: _booking(actor, slot_id, request))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF)
def office_request_newcomer(request: HttpRequest) -> HttpResponse:
    """Somebody who asks for a time."""
    return _newcomer(request, lambda _actor: _asking())


def _booking(actor: Actor, slot_id: UUID, request: HttpRequest) -> Errand:
    slot = slot_for(actor, slot_id, now=request.now)
    return Errand(
        lead=f"{words.sentence_from_to(slot.start_at, slot.end_at)}. {slot_lead(slot)}.",
        later=_("Logger pasienten inn en gang, står timen der."),
        back=reverse("office_slot", args=[slot_id]),
        onward=lambda patient_id: reverse("office_booking", args=[slot_id, patient_id]),
    )


def _asking() -> Errand:
    return Errand(
        lead=_("Etterpå skriver du ned hva slags time pasienten ønsker."),
        later=_("Logger pasienten inn en gang, står timeønsket der."),
        back=reverse("office_request_who"),
        onward=lambda patient_id: reverse("office_request_new", args=[patient_id]),
    )


def _newcomer(request: HttpRequest, errand_of: Callable[[Actor], Errand]) -> HttpResponse:
    """Ask; POST with what was searched for begins the form, POST of the form registers and goes on."""
    if not is_post(request):
        return _show(request, errand_of(request.actor), NewcomerForm())
    with reading(request) as actor:
        errand = errand_of(actor)
    if "given_name" not in request.POST:
        return _show(request, errand, NewcomerForm(initial=_understood(request.POST.get("who", ""))))
    form = NewcomerForm(request.POST)
    problem: str | None = ""
    if form.is_valid():
        made: list[UUID] = []
        problem = refused_by(lambda: made.append(_register(request, form.cleaned_data)), form)
        if problem is None:
            return redirect(errand.onward(made[0]))
    return _show(request, errand, form, problem or "")


def _register(request: HttpRequest, given: dict) -> UUID:
    number = "".join(given.pop("national_id").split())
    return register_at_desk(actor=request.actor, now=request.now, national_id=number, **given)


def _understood(who: str) -> dict[str, str]:
    """What was searched for, in the fields where it belongs: a national number, or a name with the family name last."""
    text = " ".join(who.split())[:100]
    if any(char.isdigit() for char in text):
        return {"national_id": text} if len("".join(text.split())) == 11 else {}
    given, _space, family = text.rpartition(" ")
    return {"given_name": given, "family_name": family}


def _show(request: HttpRequest, errand: Errand, form: NewcomerForm, problem: str = "") -> HttpResponse:
    page = NewcomerPage(title=_("Ny pasient"), lead=errand.lead, later=errand.later, form=form, problem=problem, back=errand.back)
    return render(request, "office/calendar/newcomer.html", page, active="calendar", status=422 if form.is_bound else 200)
