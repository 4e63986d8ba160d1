"""Changing a power of attorney one has given, or ending it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fastlinje.core.clock import oslo_date
from fastlinje.core.refusal import NotFound
from fastlinje.people.commands.change_power_of_attorney import change_power_of_attorney
from fastlinje.people.commands.end_power_of_attorney import end_power_of_attorney
from fastlinje.people.powers import LASTING, Power, powers_for

from ...kit import CITIZEN_LOGGED_IN, reading, render, requires
from ...power_words import SCOPE_HINTS
from .own_matters import own_matters
from .terms import TermsForm, refused_by


@dataclass(frozen=True)
class ChangePage:
    """The terms, to be changed."""

    title: str
    lead: str
    form: TermsForm
    hints: dict[str, str]
    problem: str
    back_href: str


@dataclass(frozen=True)
class EndingPage:
    """The question whether it shall end."""

    title: str
    lead: str
    back_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_LOGGED_IN)
@own_matters
def power_of_attorney_change(request: HttpRequest, power_id: UUID) -> HttpResponse:
    """Ask; POST ends the old and gives the new."""
    if request.method != "POST":
        power = _lasting(request, power_id, mine_only=True)
        return _ask(request, power, TermsForm(initial=_terms(power, oslo_date(request.now))))
    form = TermsForm(request.POST)
    problem = refused_by(lambda: _change(request, power_id, form.cleaned_data), form) if form.is_valid() else ""
    if problem is None:
        return redirect(reverse("powers_of_attorney") + "?nytt=endret")
    with reading(request):
        return _ask(request, _lasting(request, power_id, mine_only=True), form, problem)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_LOGGED_IN)
@own_matters
def power_of_attorney_ending(request: HttpRequest, power_id: UUID) -> HttpResponse:
    """Ask; POST ends it, whichever side one is on."""
    if request.method == "POST":
        end_power_of_attorney(actor=request.actor, now=request.now, power_id=power_id)
        return redirect(reverse("powers_of_attorney") + "?nytt=avsluttet")
    power = _lasting(request, power_id)
    lead = (
        _("%s kan ikke lenger gjøre noe for deg her. Det gjelder med en gang.")
        if power.is_mine_to_give
        else _("Du kan ikke lenger gjøre noe for %s her. Det gjelder med en gang.")
    )
    page = EndingPage(_("Vil du avslutte fullmakten?"), lead % power.other_name, _href(power_id))
    return render(request, "citizen/powers/ending.html", page, active="profile")


def _change(request: HttpRequest, power_id: UUID, given: dict) -> UUID:
    return change_power_of_attorney(
        actor=request.actor,
        now=request.now,
        power_id=power_id,
        scopes=given["scopes"],
        start_date=given["start_date"],
        end_date=given["end_date"],
    )


def _lasting(request: HttpRequest, power_id: UUID, *, mine_only: bool = False) -> Power:
    power = powers_for(request.actor, now=request.now).one(power_id)
    if power.state not in LASTING or (mine_only and not power.is_mine_to_give):
        raise NotFound
    return power


def _terms(power: Power, today: date) -> dict:
    """A power that has begun goes on from today."""
    coming = power.start_date if power.start_date > today else None
    return {"scopes": [scope.value for scope in power.scopes], "start_date": coming, "end_date": power.end_date}


def _ask(request: HttpRequest, power: Power, form: TermsForm, problem: str = "") -> HttpResponse:
    page = ChangePage(
        title=_("Endre fullmakten"),
        lead=_("Fullmakt til %s") % power.other_name,
        form=form,
        hints={value: str(hint) for value, hint in SCOPE_HINTS.items()},
        problem=problem,
        back_href=_href(power.id),
    )
    return render(request, "citizen/powers/change.html", page, active="profile", status=422 if form.is_bound else 200)


def _href(power_id: UUID) -> str:
    return reverse("power_of_attorney", args=[power_id])
