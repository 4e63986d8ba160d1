"""Somebody on the phone whom the office does not know: who they are, and straight back to the time they wanted."""

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
    """The form, and which time it is about."""

    title: str
    lead: str
    form: NewcomerForm
    problem: str
    back: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF)
def office_newcomer(request: HttpRequest, slot_id: UUID) -> HttpResponse:
    """Ask; POST with what was searched for begins the form, POST of the form registers and goes on to the booking."""
    if not is_post(request):
        return _show(request, request.actor, slot_id, NewcomerForm())
    if "given_name" not in request.POST:
        with reading(request) as actor:
            return _show(request, actor, slot_id, NewcomerForm(initial=_understood(request.POST.get("who", ""))))
    form = NewcomerForm(request.POST)
    problem: str | None = ""
    if form.is_valid():
        made: list[UUID] = []
        problem = refused_by(lambda: made.append(_register(request, form.cleaned_data)), form)
        if problem is None:
            return redirect("office_booking", slot_id=slot_id, patient_id=made[0])
    with reading(request) as actor:
        return _show(request, actor, slot_id, form, problem or "")


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


def _show(request: HttpRequest, actor: Actor, slot_id: UUID, form: NewcomerForm, problem: str = "") -> HttpResponse:
    slot = slot_for(actor, slot_id, now=request.now)
    page = NewcomerPage(
        title=_("Ny pasient"),
        lead=f"{words.sentence_from_to(slot.start_at, slot.end_at)}. {slot_lead(slot)}.",
        form=form,
        problem=problem,
        back=reverse("office_slot", args=[slot_id]),
    )
    return render(request, "office/calendar/newcomer.html", page, active="calendar", status=422 if form.is_bound else 200)
