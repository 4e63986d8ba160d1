"""One power of attorney: what it says, and the answer to one that is offered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from fastlinje.core.refusal import NotFound, Refused
from fastlinje.people.commands.accept_power_of_attorney import accept_power_of_attorney
from fastlinje.people.commands.end_power_of_attorney import end_power_of_attorney
from fastlinje.people.powers import LASTING, Power, PowerState, powers_for

from ...components.shapes import Badge, Fact
from ...kit import CITIZEN_LOGGED_IN, reading, render, requires
from ...power_words import period_in_words, scopes_in_words, state_badge
from .. import words
from .own_matters import own_matters

SIDES = {
    "giver": gettext_lazy("den som ga den"),
    "holder": gettext_lazy("den som fikk den"),
    "office": gettext_lazy("legekontoret, etter ønske fra den som ga den"),
}


@dataclass(frozen=True)
class PowerPage:
    """The terms; what can be done about it. `answer_href` when the person is asked, the others when it lasts."""

    title: str
    badge: Badge
    facts: tuple[Fact, ...]
    answer_href: str
    change_href: str
    end_href: str
    problem: str
    back_href: str


@require_http_methods(["GET", "HEAD"])
@requires(CITIZEN_LOGGED_IN)
@own_matters
def power_of_attorney(request: HttpRequest, power_id: UUID) -> HttpResponse:
    """One of the person's own."""
    return _show(request, power_id)


@require_POST
@requires(CITIZEN_LOGGED_IN)
@own_matters
def power_of_attorney_answer(request: HttpRequest, power_id: UUID) -> HttpResponse:
    """Yes or no to an offer."""
    yes = request.POST.get("answer") == "yes"
    if not yes and request.POST.get("answer") != "no":
        return redirect("power_of_attorney", power_id=power_id)
    act = accept_power_of_attorney if yes else end_power_of_attorney
    try:
        act(actor=request.actor, now=request.now, power_id=power_id)
    except NotFound:
        raise
    except Refused as refusal:
        with reading(request):
            return _show(request, power_id, refusal.sentence)
    return redirect(reverse("powers_of_attorney") + ("?nytt=tatt-imot" if yes else "?nytt=takket-nei"))


def _show(request: HttpRequest, power_id: UUID, problem: str = "") -> HttpResponse:
    power = powers_for(request.actor, now=request.now).one(power_id)
    lasts, asked = power.state in LASTING, power.state is PowerState.OFFERED and not power.is_mine_to_give
    page = PowerPage(
        title=_title(power, asked),
        badge=state_badge(power.state, usable=power.usable),
        facts=_facts(power, request.now),
        answer_href=reverse("power_of_attorney_answer", args=[power.id]) if asked else "",
        change_href=reverse("power_of_attorney_change", args=[power.id]) if lasts and power.is_mine_to_give else "",
        end_href=reverse("power_of_attorney_ending", args=[power.id]) if lasts and not asked else "",
        problem=problem,
        back_href=reverse("powers_of_attorney"),
    )
    return render(request, "citizen/powers/one.html", page, active="profile", status=409 if problem else 200)


def _title(power: Power, asked: bool) -> str:
    if asked:
        return _("%s vil gi deg fullmakt") % power.other_name
    return (_("Fullmakt til %s") if power.is_mine_to_give else _("Fullmakt fra %s")) % power.other_name


def _facts(power: Power, now: datetime) -> tuple[Fact, ...]:
    ended = words.when(power.ended_at, now) if power.ended_at else ""
    if power.ended_by in SIDES:
        ended = _("%(when)s, av %(side)s") % {"when": ended, "side": SIDES[power.ended_by]}
    facts = (
        Fact(_("Gjelder"), scopes_in_words(power.scopes)),
        Fact(_("Tid"), period_in_words(power.start_date, power.end_date)),
        Fact(_("Gitt"), words.when(power.given_at, now)),
        Fact(_("På papir hos"), power.office_name),
        Fact(_("Avsluttet"), ended),
    )
    return tuple(fact for fact in facts if fact.value)
