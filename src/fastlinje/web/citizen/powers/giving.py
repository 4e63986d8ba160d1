"""Giving somebody a power of attorney."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fastlinje.core.clock import oslo_date
from fastlinje.core.identifiers import IdempotencyKey, new_idempotency_key
from fastlinje.people.commands.give_power_of_attorney import give_power_of_attorney
from fastlinje.people.power_rules import why_not_give

from ...kit import CITIZEN_BASIS, reading, render, requires
from ...power_words import SCOPE_HINTS
from .own_matters import own_matters
from .terms import NAME_ERROR, NUMBER_ERROR, TermsForm, refused_by


class NewPowerForm(TermsForm):
    """To whom, for what, how long."""

    holder_name = forms.CharField(
        label=gettext_lazy("Navnet på den som skal få fullmakt"),
        help_text=gettext_lazy("Fornavn og etternavn, slik det står i passet."),
        error_messages=NAME_ERROR,
        max_length=300,
    )
    holder_national_id = forms.CharField(
        label=gettext_lazy("Fødselsnummeret til den som skal få fullmakt"),
        help_text=gettext_lazy("Elleve siffer."),
        error_messages=NUMBER_ERROR,
        max_length=30,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


@dataclass(frozen=True)
class GivingPage:
    """The form."""

    title: str
    form: NewPowerForm
    hints: dict[str, str]
    problem: str
    back_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_BASIS)
@own_matters
def power_of_attorney_new(request: HttpRequest) -> HttpResponse:
    """Ask; POST gives it."""
    if request.method != "POST":
        if why_not_give(request.actor, oslo_date(request.now)):
            return redirect("powers_of_attorney")  # which says why
        return _ask(request, NewPowerForm(initial={"key": new_idempotency_key()}))
    form = NewPowerForm(request.POST)
    problem = refused_by(lambda: _give(request, form.cleaned_data), form) if form.is_valid() else ""
    if problem is None:
        return redirect(reverse("powers_of_attorney") + "?nytt=gitt")
    with reading(request):
        return _ask(request, form, problem)


def _give(request: HttpRequest, given: dict) -> UUID:
    return give_power_of_attorney(
        actor=request.actor,
        now=request.now,
        key=IdempotencyKey(given["key"]) or None,
        holder_national_id="".join(given["holder_national_id"].split()),
        holder_name=given["holder_name"],
        scopes=given["scopes"],
        start_date=given["start_date"],
        end_date=given["end_date"],
    )


def _ask(request: HttpRequest, form: NewPowerForm, problem: str = "") -> HttpResponse:
    page = GivingPage(
        title=_("Gi fullmakt"),
        form=form,
        hints={value: str(hint) for value, hint in SCOPE_HINTS.items()},
        problem=problem,
        back_href=reverse("powers_of_attorney"),
    )
    return render(request, "citizen/powers/new.html", page, active="profile", status=422 if form.is_bound else 200)
