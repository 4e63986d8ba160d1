"""The one question before writing: does it hurry, and does it suit?"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused
from fastlinje.dialogue.citizen_queries import draft_for, form_before
from fastlinje.dialogue.commands.pass_gate import pass_gate
from fastlinje.dialogue.own_gp import own_office
from fastlinje.dialogue.rules import check_service_open
from fastlinje.practices.queries import OwnOffice, ServiceCode, care_team_for, list_elsewhere_for
from fastlinje.worklist.who_can_read import who_can_read

from ...frame import phone_text
from ...kit import CITIZEN, reading, render, requires
from ..home import reason_given
from ..no_gp import NoGp, no_gp


@dataclass(frozen=True)
class GatePage:
    """Danger first, then what suits, then whom it is about.

    refused      why nobody can be written to now
    moved        that a draft was for another GP
    about        whom it must be about, as a question and what it means (F-115)
    people_href  where to switch to somebody else
    """

    title: str
    refused: str
    notice: str
    office: str
    phone: str
    phone_text: str
    gp: str
    total_steps: int
    moved: str
    has_draft: bool
    home_href: str
    book_href: str
    who_can_read: str
    about: tuple[str, str]
    people_href: str


@dataclass(frozen=True)
class WithoutGpPage:
    """Nobody here to ask."""

    title: str
    no_gp: NoGp
    home_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN)
def e_consultation(request: HttpRequest) -> HttpResponse:
    """Show the gate; POST says that nothing of it applies."""
    if request.method != "POST":
        return _show(request)
    try:
        pass_gate(actor=request.actor, now=request.now)
    except Refused as refusal:
        with reading(request):
            return _show(request, refusal, status=409)
    return redirect("e_consultation_compose")


def _show(request: HttpRequest, refusal: Refused | None = None, *, status: int = 200) -> HttpResponse:
    try:
        office = own_office(request.actor)
    except Refused:
        page = WithoutGpPage(_("Spør fastlegen"), no_gp(request.actor, list_elsewhere_for(request.actor)), reverse("home"))
        return render(request, "citizen/e_consultation/no_gp.html", page, active="home")
    refused = str(refusal.sentence) if refusal else ""
    if refusal is None or refusal.code == "service_closed":
        refused = _why_not(request, office) or refused
    draft = draft_for(request.actor)
    page = GatePage(
        title=_("Spør fastlegen"),
        refused=refused,
        notice=_("Før du sender, må du svare på om det haster. Det du har skrevet, er lagret.") if "igjen" in request.GET else "",
        office=office.name,
        phone=office.phone,
        phone_text=phone_text(office.phone),
        gp=office.gp_name,
        total_steps=3 if form_before(request.actor, office.practice_id) else 2,
        moved=_moved(office) if draft and draft.practice_id != office.practice_id else "",
        has_draft=bool(draft and (draft.text or draft.subject)),
        home_href=reverse("home"),
        book_href=reverse("appointment_start"),
        who_can_read=who_can_read(request.actor, request.now),
        about=_about(request.actor),
        people_href=reverse("people"),
    )
    return render(request, "citizen/e_consultation/gate.html", page, active="home", status=status)


def _about(actor: Actor) -> tuple[str, str]:
    """What is written goes into one person's record, and must not be about another."""
    other = actor.acting_for
    if other is None:
        return _("Gjelder det deg selv?"), _("Skriv bare om deg selv. Det du sender, havner i journalen din.")
    meaning = _("Skriv bare om %s. Det du sender, havner i journalen til %s.") % (other.name, other.name)
    return _("Gjelder det %s?") % other.name, meaning


def _moved(office: OwnOffice) -> str:
    return _(
        "Du har fått ny fastlege. Utkastet ditt går nå til %(gp)s ved %(office)s. Legg ved filer og svar på skjemaet på nytt, og"
        " se over prisen før du sender."
    ) % {"gp": office.gp_name, "office": office.name}


def _why_not(request: HttpRequest, office: OwnOffice) -> str:
    team = care_team_for(request.actor, office, now=request.now)
    try:
        office.check_not_blocked(ServiceCode.E_CONSULTATION, request.now)
        check_service_open(team.offering(ServiceCode.E_CONSULTATION))
    except Refused as refusal:
        if refusal.code == "patient_blocked":
            return str(refusal.sentence)
        return reason_given(team.service(ServiceCode.E_CONSULTATION)) or str(refusal.sentence)
    return ""
