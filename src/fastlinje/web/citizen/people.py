"""Whom one may act for, and switching between them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fastlinje.core.actor import Actor, Represented, Scope
from fastlinje.core.clock import oslo_date
from fastlinje.core.refusal import NotFound
from fastlinje.people.commands.choose_subject import choose_subject
from fastlinje.people.youth_rules import is_of_the_age

from ..frame import RELATIONS
from ..kit import CITIZEN_CHOOSING, render, requires, uuid_or_none

SCOPES = {
    Scope.DIALOGUE: gettext_lazy("skrive til fastlegen"),
    Scope.APPOINTMENTS: gettext_lazy("timer"),
    Scope.PRESCRIPTIONS: gettext_lazy("resepter"),
    Scope.INVOICES: gettext_lazy("regninger"),
}


@dataclass(frozen=True)
class Choice:
    """One person to switch to. `what` says what one may do for them.

    youth_access_href  for a chosen child of 13 to 15
    privacy_href       for somebody chosen whose level of consent is the actor's to choose
    """

    person_id: UUID
    name: str
    relation: str
    what: str
    is_chosen: bool
    youth_access_href: str = ""
    privacy_href: str = ""


@dataclass(frozen=True)
class PeoplePage:
    """Oneself first, then everybody one may act for now."""

    title: str
    choices: tuple[Choice, ...]
    is_alone: bool


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_CHOOSING)
def people(request: HttpRequest) -> HttpResponse:
    """Choose whom the pages concern from now on."""
    if request.method != "POST":
        return render(request, "citizen/people.html", _page(request.actor, oslo_date(request.now)), active="people")
    person_id = uuid_or_none(request.POST.get("person", ""))
    if person_id is None:
        raise NotFound
    choose_subject(actor=request.actor, now=request.now, person_id=person_id)
    return redirect("home")


def _page(actor: Actor, today: date) -> PeoplePage:
    alone = "" if actor.may_come_in else _("ingen egen tilgang ennå")
    own = Choice(actor.person_id, actor.name, _("deg selv"), alone, actor.subject_id == actor.person_id)
    others = tuple(_choice(actor, other, today) for other in actor.represents)
    return PeoplePage(_("Hvem gjelder det?"), (own, *others), not others)


def _choice(actor: Actor, other: Represented, today: date) -> Choice:
    what = ", ".join(str(words) for scope, words in SCOPES.items() if scope in other.scopes)
    is_chosen = other.person_id == actor.subject_id
    may_be_let_in = is_chosen and other.basis == "parental" and is_of_the_age(other.birth_date, today)
    href = reverse("youth_access") if may_be_let_in else ""
    privacy_href = reverse("privacy") if is_chosen and Scope.CONSENT in other.scopes else ""
    return Choice(other.person_id, other.name, str(RELATIONS[other.basis]), what, is_chosen, href, privacy_href)
