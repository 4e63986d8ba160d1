"""Choosing how much of Fastlinje one uses: at first login, and when something needs more."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fastlinje.core.actor import ConsentLevel
from fastlinje.core.refusal import Refused
from fastlinje.people.commands.give_consent import give_consent
from fastlinje.people.rules import CHOICES

from ..kit import CITIZEN_AS_SELF, CITIZEN_CONSENTING, render, requires
from . import consent_words as words
from .consent_words import NAMES


class ConsentForm(forms.Form):
    """One choice. Nothing is chosen beforehand (rules.md 2)."""

    level = forms.ChoiceField(
        label=gettext_lazy("Hva vil du bruke?"),
        choices=[(level.value, NAMES[level]) for level in CHOICES],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Velg ett av alternativene."),
            "invalid_choice": gettext_lazy("Velg ett av alternativene."),
        },
    )


@dataclass(frozen=True)
class ConsentPage:
    """The choice. `full_means`: what full access is, for somebody with basis who was on the way to something that needs it."""

    title: str
    lead: str
    form: ConsentForm
    hints: dict[str, str]
    next: str
    full_means: tuple[str, ...]
    declined: bool
    error: str
    not_now_href: str
    privacy_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_CONSENTING)
def consent(request: HttpRequest) -> HttpResponse:
    """Show the choice for whom the page concerns; POST makes it and goes on to where the person was going (`next`)."""
    return _choose(request, words.lead(request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_AS_SELF)
def own_consent(request: HttpRequest) -> HttpResponse:
    """One's own choice on the way to doing something for another: nobody does more for others than they do themselves."""
    return _choose(request, _("For å bruke Fastlinje for andre må du selv ha full tilgang."))


def _choose(request: HttpRequest, lead: str) -> HttpResponse:
    onward = inner(request.POST.get("next") or request.GET.get("next", ""))
    if request.method != "POST":
        return _show(request, ConsentForm(), lead, onward)
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _show(request, form, lead, onward, status=422)
    level = ConsentLevel(form.cleaned_data["level"])
    try:
        give_consent(actor=request.actor, now=request.now, level=level)
    except Refused as refusal:
        return _show(request, form, lead, onward, error=str(refusal.sentence), status=409)
    if level is ConsentLevel.NONE:
        return redirect(request.path)
    return redirect(onward or "home")


def inner(href: str) -> str:
    """An address of our own to go on to, or "" (AD-45)."""
    safe = href.startswith("/") and url_has_allowed_host_and_scheme(href, allowed_hosts=None)
    return href if safe and not any(ord(char) < 32 for char in href) else ""


def _show(request: HttpRequest, form: ConsentForm, lead: str, onward: str, *, error: str = "", status: int = 200) -> HttpResponse:
    actor, current = request.actor, request.actor.subject_consent
    page = ConsentPage(
        title=words.title(actor),
        lead=lead,
        form=form,
        hints={level.value: words.meaning(actor, level) for level in CHOICES},
        next=onward,
        full_means=words.full_means(actor) if current is ConsentLevel.BASIS else (),
        declined=current is ConsentLevel.NONE,
        error=error,
        not_now_href=reverse("home"),
        privacy_href=reverse("privacy"),
    )
    return render(request, "citizen/consent.html", page, status=status)
