"""The person's GP and office on a page of their own, and every office they are or were in contact with."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fastlinje.core.actor import ConsentLevel, Scope
from fastlinje.core.clock import oslo_date
from fastlinje.dialogue.office_lines import OfficeLine, conversations_by_office
from fastlinje.practices.contacts import OfficeOfMine, colleagues_for, offices_for
from fastlinje.practices.queries import care_team_for, list_elsewhere_for, own_office_for

from ..components.shapes import Column, Fact, Row
from ..frame import phone_text
from ..kit import CITIZEN_BASIS, render, requires
from . import words
from .home import GpPanel, gp_panel
from .no_gp import NoGp, no_gp

CHANGE_GP = "https://www.helsenorge.no/bytte-fastlege/"


@dataclass(frozen=True)
class GpPage:
    """The GP, the office, who stands in, the other doctors, what is on and off. `gp` is None when no office here has them."""

    title: str
    gp: GpPanel | None
    no_gp: NoGp | None
    disagreement: str
    colleagues: tuple[str, ...]
    change_gp_href: str
    contacts_href: str
    home_href: str


@dataclass(frozen=True)
class OfficeCard:
    """One office and the conversations with it."""

    name: str
    facts: tuple[Fact, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class ContactsPage:
    """Every office, the GP's first."""

    title: str
    offices: tuple[OfficeCard, ...]
    columns: tuple[Column, ...]
    back_href: str


@require_safe
@requires(CITIZEN_BASIS)
def gp_page(request: HttpRequest) -> HttpResponse:
    """Fastlegen."""
    office = own_office_for(request.actor)
    team = care_team_for(request.actor, office, now=request.now) if office else None
    elsewhere = list_elsewhere_for(request.actor)
    differs = bool(office and elsewhere and elsewhere.outcome == "disagree")
    page = GpPage(
        title=_("Fastlegen"),
        gp=gp_panel(office, team, request.actor.consent, oslo_date(request.now)) if office else None,
        no_gp=None if office else no_gp(request.actor, elsewhere),
        disagreement=no_gp(request.actor, elsewhere).title if differs else "",
        colleagues=colleagues_for(request.actor, office.practice_id, gp_role_id=office.gp_role_id, now=request.now)
        if office
        else (),
        change_gp_href=CHANGE_GP,
        contacts_href=reverse("health_contacts"),
        home_href=reverse("home"),
    )
    return render(request, "citizen/gp.html", page, active="home")


@require_safe
@requires(CITIZEN_BASIS)
def health_contacts(request: HttpRequest) -> HttpResponse:
    """Alle helsekontaktene dine."""
    actor = request.actor
    may_read = actor.consent.covers(ConsentLevel.FULL) and actor.may_for_subject(Scope.DIALOGUE)
    lines = conversations_by_office(actor) if may_read else ()
    page = ContactsPage(
        title=_("Alle helsekontaktene dine"),
        offices=tuple(_card(office, lines, request.now) for office in offices_for(actor)),
        columns=(Column(_("Startet")), Column(_("Lege")), Column(_("Status"))),
        back_href=reverse("gp_page"),
    )
    return render(request, "citizen/health_contacts.html", page, active="home")


def _card(office: OfficeOfMine, lines: tuple[OfficeLine, ...], now: datetime) -> OfficeCard:
    doctor = Fact(_("Fastlege"), office.gp_name or _("Ingen nå"))
    return OfficeCard(
        name=office.name,
        facts=(doctor, Fact(_("Telefon"), phone_text(office.phone), f"tel:{office.phone}")),
        rows=tuple(
            Row(
                (words.when(line.started_at, now), line.doctor, str(line.state.label)),
                reverse("my_conversation", args=[line.id]),
            )
            for line in lines
            if line.practice_id == office.practice_id
        ),
    )
