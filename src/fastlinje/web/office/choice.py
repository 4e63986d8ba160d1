"""Choosing which office to work at."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from fastlinje.core.refusal import Refused
from fastlinje.people.commands.choose_office import choose_office as choose
from fastlinje.practices.titles import title_of

from ..kit import STAFF_CHOOSING, render, requires
from ..site.login.next_page import next_page
from ..site.login.realms import STAFF as STAFF_REALM


@dataclass(frozen=True)
class Office:
    """An office somebody works at."""

    id: str
    name: str
    titles: str
    chosen: bool


@dataclass(frozen=True)
class ChoicePage:
    """The offices; `refused` when one was asked for that is not among them."""

    title: str
    offices: tuple[Office, ...]
    next: str
    refused: str = ""


@requires(STAFF_CHOOSING)
def choose_office(request: HttpRequest) -> HttpResponse:
    """Choose an office, then go on to where you were."""
    if request.method != "POST":
        return _show(request, request.GET.get("next", ""))
    wanted = request.POST.get("next", "")
    try:
        choose(actor=request.actor, now=request.now, practice_id=_uuid(request.POST.get("office", "")))
    except Refused as refusal:
        return _show(request, wanted, refused=refusal.sentence)
    target = next_page(wanted, STAFF_REALM)
    return redirect(target.href if target else reverse("office_home"))


def _show(request: HttpRequest, wanted: str, refused: str = "") -> HttpResponse:
    offices = tuple(
        Office(
            str(membership.practice_id),
            membership.practice_name,
            title_of(membership.codes),
            membership.practice_id == request.actor.practice_id,
        )
        for membership in request.actor.memberships
    )
    page = ChoicePage(_("Hvor jobber du nå?"), offices, wanted, refused)
    return render(request, "office/choice.html", page, status=422 if refused else 200)


def _uuid(text: str) -> UUID:
    """The id that was posted; one that belongs to nothing when it is no id at all."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
