"""The person's first page: what is new, their GP, and what they can do."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from fastlinje.core.actor import Actor, ConsentLevel
from fastlinje.core.clock import age_on, oslo_date
from fastlinje.dialogue.citizen_queries import news_for
from fastlinje.dialogue.citizen_views import DraftLine
from fastlinje.notifications.reach import reach_of
from fastlinje.practices.block_rules import blocked
from fastlinje.practices.queries import (
    CareTeam,
    Doctor,
    OwnOffice,
    Service,
    ServiceCode,
    care_team_for,
    list_elsewhere_for,
    own_office_for,
)
from fastlinje.scheduling.citizen_queries import next_appointment_for
from fastlinje.scheduling.citizen_views import NextAppointment
from fastlinje.tariffs.rules import CHILD_BELOW
from fastlinje.worklist.queries import MOST_COUNTED

from ..components.foreign import office_words, sentence
from ..components.shapes import Fact
from ..frame import phone_text
from ..kit import CITIZEN_BASIS, render, requires
from . import words
from .appointments import words as appointment_words
from .contact_note import ContactNote, contact_note
from .no_gp import NoGp, no_gp

WHAT = {
    ServiceCode.E_CONSULTATION: (
        gettext_lazy("Spør fastlegen"),
        gettext_lazy("E-konsultasjon: still et medisinsk spørsmål og få svar her."),
        "message",
    ),
    ServiceCode.APPOINTMENT: (gettext_lazy("Bestill time"), gettext_lazy("Avtal en time hos fastlegen."), "calendar"),
    ServiceCode.RENEWAL: (gettext_lazy("Forny resept"), gettext_lazy("Be om ny resept på noe du bruker fast."), "pill"),
    ServiceCode.CONTACT_OFFICE: (
        gettext_lazy("Kontakt legekontoret"),
        gettext_lazy("Spør resepsjonen om noe praktisk."),
        "phone",
    ),
}
OFF = gettext_lazy("Fastlegen har slått av denne tjenesten.")
ABSENT = gettext_lazy("Legekontoret tilbyr ikke dette her ennå.")
OPEN_HERE = {ServiceCode.E_CONSULTATION: "e_consultation", ServiceCode.APPOINTMENT: "appointment_start"}
PROMISES = {
    ServiceCode.E_CONSULTATION: (gettext_lazy("Svar innen fem virkedager"),),
    ServiceCode.APPOINTMENT: (gettext_lazy("Velg blant ledige timer, eller be om en time"),),
}


@dataclass(frozen=True)
class ServiceCard:
    """One service: the way to it, or why it is off and what to do instead. `absent` when it was never offered here."""

    title: str
    text: str
    icon: str
    href: str = ""
    facts: tuple[str, ...] = ()
    refused: str = ""
    instead: str = ""
    instead_href: str = ""
    absent: bool = False


@dataclass(frozen=True)
class GpPanel:
    """The GP and their office. `nothing_on` when no service can be used here now (F-012)."""

    name: str
    office: str
    facts: tuple[Fact, ...]
    substitutes: tuple[str, ...]
    info: str
    services: tuple[ServiceCard, ...]
    nothing_on: bool


@dataclass(frozen=True)
class DraftLink:
    """Something begun: where to go on with it."""

    text: str
    saved: str
    href: str


@dataclass(frozen=True)
class HomePage:
    """`gp` is None when no office here has the person on a list (F-012); `next_time` when they have no time coming."""

    title: str
    notice: str
    unread: str
    inbox_href: str
    drafts: tuple[DraftLink, ...]
    contact: ContactNote | None
    next_time: ServiceCard | None
    gp_href: str
    gp_heading: str
    gp: GpPanel | None
    no_gp: NoGp | None


NOTICES = {"lagret": gettext_lazy("Utkastet er lagret. Du finner det igjen her."), "slettet": gettext_lazy("Utkastet er slettet.")}


@require_safe
@requires(CITIZEN_BASIS)
def home(request: HttpRequest) -> HttpResponse:
    """Hei, Kari. Six statements with the gate's."""
    office = own_office_for(request.actor)
    team = care_team_for(request.actor, office, now=request.now) if office else None
    news = news_for(request.actor)
    coming = next_appointment_for(request.actor, now=request.now)
    page = HomePage(
        title=_("Hei, %s") % request.actor.name.split()[0] if request.actor.name else _("Hei"),
        notice=str(NOTICES.get(request.GET.get("utkast", ""), "")),
        unread=_unread(news.unread),
        inbox_href=reverse("inbox"),
        drafts=tuple(_draft(line, request.now) for line in news.drafts),
        contact=contact_note(reach_of(request.actor), request.now),
        next_time=_next_time(coming, request.now) if coming else None,
        gp_href=reverse("gp_page"),
        gp_heading=_gp_heading(request.actor),
        gp=gp_panel(office, team, request.actor.consent, oslo_date(request.now)) if office else None,
        no_gp=None if office else no_gp(request.actor, list_elsewhere_for(request.actor)),
    )
    return render(request, "citizen/home.html", page, active="home")


def _gp_heading(actor: Actor) -> str:
    other = actor.acting_for
    return _("Fastlegen til %s") % other.name if other else _("Fastlegen din")


def _unread(count: int) -> str:
    if count >= MOST_COUNTED:
        return _("Du har %d eller flere uleste meldinger") % MOST_COUNTED
    return ngettext("Du har %d ulest melding", "Du har %d uleste meldinger", count) % count if count else ""


def _draft(line: DraftLine, now: datetime) -> DraftLink:
    saved = _("Lagret %s") % words.when(line.updated_at, now)
    if line.conversation_id is None:
        return DraftLink(_("Fortsett på spørsmålet til fastlegen"), saved, reverse("e_consultation_compose"))
    return DraftLink(_("Fortsett på svaret ditt"), saved, reverse("my_conversation", args=[line.conversation_id]) + "#svar")


def _next_time(coming: NextAppointment, now: datetime) -> ServiceCard:
    """When, with whom, and whether to go there."""
    with_whom = {"what": coming.service_name, "name": coming.schedule_name, "office": coming.office}
    return ServiceCard(
        title=appointment_words.soon(coming.start_at, now),
        text=_("%(what)s hos %(name)s, %(office)s") % with_whom,
        icon=appointment_words.MODALITY_ICONS[coming.modality],
        href=reverse("appointment", args=[coming.id]),
        facts=(appointment_words.how_to_come(coming.modality),),
    )


def gp_panel(office: OwnOffice, team: CareTeam, consent: ConsentLevel, today: date) -> GpPanel:
    """The GP, the office, who stands in, and each service on or off, for this page and the GP's own."""
    cards = tuple(_card(code, office, team, consent, today) for code in WHAT)
    phone = Fact(_("Telefon"), phone_text(office.phone), f"tel:{office.phone}")
    facts = [Fact(_("Adresse"), office.address), phone, Fact(_("Åpningstid"), office_words(", ".join(office.hours)))]
    if office.web_page:
        facts.append(Fact(_("Nettside"), office.web_page, office.web_page))
    return GpPanel(
        name=office.gp_name,
        office=office.name,
        facts=tuple(fact for fact in facts if fact.value),
        substitutes=tuple(_substitute(doctor) for doctor in team.substitutes),
        info=office.panel_text,
        services=cards,
        nothing_on=not any(card.href for card in cards),
    )


def _substitute(doctor: Doctor) -> str:
    if doctor.until:
        return _("%(name)s er vikar til og med %(day)s") % {"name": doctor.name, "day": words.full_date(doctor.until)}
    return _("%s er vikar") % doctor.name


def _card(code: str, office: OwnOffice, team: CareTeam, consent: ConsentLevel, today: date) -> ServiceCard:
    title, text, icon = (str(part) for part in WHAT[code])
    if code in OPEN_HERE and team.offering(code):
        facts = [str(promise) for promise in PROMISES[code]]
        if code == ServiceCode.E_CONSULTATION:
            facts.append(_price(age_on(office.birth_date, today)))
        if not consent.covers(ConsentLevel.FULL):
            facts.append(_("Du må velge full tilgang først"))
        return ServiceCard(title, text, icon, href=reverse(OPEN_HERE[code]), facts=tuple(facts))
    absent = _is_absent(team.service(code), is_here=code in OPEN_HERE)
    return ServiceCard(
        title,
        text,
        icon,
        refused=str(ABSENT) if absent else _why_off(code, team),
        instead=_("Ring %(office)s på %(phone)s") % {"office": office.name, "phone": phone_text(office.phone)},
        instead_href=f"tel:{office.phone}",
        absent=absent,
    )


def _price(age: int) -> str:
    """What it costs, in short; the exact price stands where one sends."""
    return _("Gratis for alle under %d år") % CHILD_BELOW if age < CHILD_BELOW else _("Koster det samme som en legetime")


def _is_absent(service: Service | None, *, is_here: bool) -> bool:
    """True when the service was never there to be closed."""
    return service is None or (not is_here and (service.active or not reason_given(service)))


def _why_off(code: str, team: CareTeam) -> str:
    if code in team.blocked:
        return str(blocked(code).sentence)
    return reason_given(team.service(code)) or str(OFF)


def reason_given(service: Service | None) -> str:
    """Why the GP says a service is off, and the day it is back; "" when they have said neither."""
    if service is None or not (service.off_reason or service.back_date):
        return ""
    reason = office_words(service.off_reason) or str(OFF)
    if service.back_date:
        return sentence(_("%(reason)s Åpner igjen %(day)s."), reason=reason, day=words.full_date(service.back_date))
    return reason
