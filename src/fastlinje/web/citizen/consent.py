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

from fastlinje.core.actor import Actor, ConsentLevel
from fastlinje.core.refusal import Refused
from fastlinje.people.commands.give_consent import give_consent
from fastlinje.people.rules import CHOICES

from ..kit import CITIZEN_CONSENTING, PlainPage, render, requires

NAMES = {
    ConsentLevel.UNDECIDED: gettext_lazy("Ikke valgt ennå"),
    ConsentLevel.NONE: gettext_lazy("Ingen tilgang"),
    ConsentLevel.BASIS: gettext_lazy("Basis"),
    ConsentLevel.FULL: gettext_lazy("Full tilgang"),
}
MEANING = {
    ConsentLevel.FULL: gettext_lazy(
        "Du kan skrive til fastlegen, få svar og se meldingene dine her. Da må Fastlinje lagre det du og legen skriver."
    ),
    ConsentLevel.BASIS: gettext_lazy(
        "Du ser hvem som er fastlegen din og hvordan du når legekontoret. Du kan ikke skrive til legen eller lese svar her."
    ),
    ConsentLevel.NONE: gettext_lazy("Du bruker ikke Fastlinje. Vi lagrer bare at du har valgt dette. Du kan ringe legekontoret."),
}


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
    """The choice. `needs_full` when the person was on the way to something that needs full access."""

    title: str
    lead: str
    form: ConsentForm
    hints: dict[str, str]
    next: str
    needs_full: bool
    declined: bool
    error: str
    not_now_href: str
    privacy_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_CONSENTING)
def consent(request: HttpRequest) -> HttpResponse:
    """Show the choice; POST makes it and goes on to where the person was going (`next`)."""
    onward = inner(request.POST.get("next") or request.GET.get("next", ""))
    if request.method != "POST":
        return _own_first(request) if request.actor.lacks_own_consent else _show(request, ConsentForm(), onward)
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _show(request, form, onward, status=422)
    level = ConsentLevel(form.cleaned_data["level"])
    try:
        give_consent(actor=request.actor, now=request.now, level=level)
    except Refused as refusal:
        return _show(request, form, onward, error=str(refusal.sentence), status=409)
    if level is ConsentLevel.NONE:
        return redirect("consent")
    return redirect(onward or "home")


def inner(href: str) -> str:
    """An address of our own to go on to, or "" (AD-45)."""
    safe = href.startswith("/") and url_has_allowed_host_and_scheme(href, allowed_hosts=None)
    return href if safe and not any(ord(char) < 32 for char in href) else ""


def _own_first(request: HttpRequest) -> HttpResponse:
    """Nothing to choose for the other: it is the actor's own level that stops them, and that is chosen as oneself."""
    page = PlainPage(_("Du må velge full tilgang for deg selv først"))
    return render(request, "citizen/own_consent_first.html", page)


def _show(request: HttpRequest, form: ConsentForm, onward: str, *, error: str = "", status: int = 200) -> HttpResponse:
    current = request.actor.consent
    needs_full = current is ConsentLevel.BASIS
    page = ConsentPage(
        title=_("Du må velge full tilgang") if needs_full else _title(request.actor),
        lead=_lead(request.actor),
        form=form,
        hints={level.value: str(MEANING[level]) for level in CHOICES},
        next=onward,
        needs_full=needs_full,
        declined=current is ConsentLevel.NONE,
        error=error,
        not_now_href=reverse("home") if needs_full else "",
        privacy_href=reverse("privacy"),
    )
    return render(request, "citizen/consent.html", page, status=status)


def _title(actor: Actor) -> str:
    other = actor.acting_for
    return _("Hvordan vil du bruke Fastlinje for %s?") % other.name if other else _("Hvordan vil du bruke Fastlinje?")


def _lead(actor: Actor) -> str:
    if actor.consent is not ConsentLevel.BASIS:
        return _("Du bestemmer selv, og du kan endre valget når du vil.")
    if other := actor.acting_for:
        return _("Det er valgt basis for %s. For å skrive til legen og lese svar her trengs full tilgang.") % other.name
    return _("Du har valgt basis. For å skrive til legen og lese svar her trenger du full tilgang.")
