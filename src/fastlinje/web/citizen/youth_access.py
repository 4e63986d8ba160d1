"""A parent lets a child of 13 to 15 use the service themselves, or takes it back; both parents see what was said."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.people.commands.end_youth_access import end_youth_access
from fastlinje.people.commands.give_youth_access import give_youth_access
from fastlinje.people.youth_rules import YouthAccessLine, check_may_give, own_child, youth_access_of

from ..kit import CITIZEN_LOGGED_IN, reading, render, requires
from . import words

COMMANDS: dict[str, Callable[..., None]] = {"give": give_youth_access, "end": end_youth_access}


@dataclass(frozen=True)
class YouthAccessPage:
    """`given`: the child may log in now. `refused` is why a yes cannot be said."""

    title: str
    name: str
    given: str
    refused: str
    consent_href: str
    history: tuple[str, ...]
    back_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_LOGGED_IN)
def youth_access(request: HttpRequest) -> HttpResponse:
    """Look; POST says yes or takes it back."""
    if request.method != "POST":
        return _show(request, request.actor)
    act = COMMANDS.get(request.POST.get("act", ""))
    if act is None:
        raise NotFound
    try:
        act(actor=request.actor, now=request.now)
    except NotFound:
        raise
    except Refused:
        with reading(request) as actor:
            return _show(request, actor, status=409)
    return redirect("youth_access")


def _show(request: HttpRequest, actor: Actor, *, status: int = 200) -> HttpResponse:
    child = own_child(actor)
    lines = youth_access_of(actor, child.person_id)
    page = YouthAccessPage(
        title=_("Egen tilgang for %s") % child.name,
        name=child.name,
        given=_given(lines, request.now),
        refused=_why_not(actor, request.now),
        consent_href=reverse("consent"),
        history=tuple(_line(line, request.now) for line in lines),
        back_href=reverse("people"),
    )
    return render(request, "citizen/youth_access.html", page, active="people", status=status)


def _given(lines: tuple[YouthAccessLine, ...], now: datetime) -> str:
    standing = next((line for line in lines if line.ended_at is None), None)
    if standing is None:
        return ""
    return _("%(name)s sa ja %(when)s.") % {"name": standing.given_by_name, "when": words.when(standing.given_at, now)}


def _why_not(actor: Actor, now: datetime) -> str:
    try:
        check_may_give(own_child(actor), oslo_date(now))
    except Refused as refusal:
        return str(refusal.sentence)
    return ""


def _line(line: YouthAccessLine, now: datetime) -> str:
    said = _("%(name)s sa ja %(when)s.") % {"name": line.given_by_name, "when": words.when(line.given_at, now)}
    if line.ended_at is None:
        return said
    ended = _("%(name)s tok det tilbake %(when)s.") % {"name": line.ended_by_name, "when": words.when(line.ended_at, now)}
    return f"{said} {ended}"
