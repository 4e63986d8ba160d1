"""What can be booked, after the word on what cannot wait."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fastlinje.core.clock import oslo_date
from fastlinje.core.refusal import Refused
from fastlinje.practices.queries import OwnOffice, ServiceCode, care_team_for, own_office_for
from fastlinje.scheduling.citizen_times import schedules_for, services_for
from fastlinje.scheduling.citizen_views import ServiceLine
from fastlinje.scheduling.rules import check_age
from fastlinje.worklist.who_can_read import who_can_read

from ...components.foreign import office_words
from ...frame import phone_text
from ...kit import CITIZEN_APPOINTMENTS, render, requires
from ..home import ServiceCard, reason_given
from . import words


@dataclass(frozen=True)
class StartPage:
    """`refused` is why nothing can be booked here now; `request_href` leads to asking for a time."""

    title: str
    office: str
    phone: str
    phone_text: str
    refused: str
    who_can_read: str
    services: tuple[ServiceCard, ...]
    request_href: str
    home_href: str


@require_safe
@requires(CITIZEN_APPOINTMENTS)
def appointment_start(request: HttpRequest) -> HttpResponse:
    """Bestill time."""
    office = own_office_for(request.actor)
    if office is None:
        return render(request, "citizen/appointments/start.html", _without_office(), active="appointments")
    refused = bookings_off(request, office)
    cards = () if refused else _cards(request, office)
    page = StartPage(
        title=_("Bestill time"),
        office=office.name,
        phone=office.phone,
        phone_text=phone_text(office.phone),
        refused=refused or ("" if cards else _("Legekontoret har ikke lagt ut noe å bestille.")),
        who_can_read=who_can_read(request.actor, request.now),
        services=cards,
        request_href=reverse("appointment_request") if cards else "",
        home_href=reverse("home"),
    )
    return render(request, "citizen/appointments/start.html", page, active="appointments")


def bookings_off(request: HttpRequest, office: OwnOffice) -> str:
    """Why nothing can be booked here now, in the GP's own words if they gave any; "" when it can."""
    try:
        office.check_not_blocked(ServiceCode.APPOINTMENT, request.now)
    except Refused as refusal:
        return str(refusal.sentence)
    team = care_team_for(request.actor, office, now=request.now)
    if team.offering(ServiceCode.APPOINTMENT):
        return ""
    return reason_given(team.service(ServiceCode.APPOINTMENT)) or _("Fastlegen tar ikke imot timebestilling her nå.")


def _cards(request: HttpRequest, office: OwnOffice) -> tuple[ServiceCard, ...]:
    services = services_for(request.actor, office, schedules_for(office), now=request.now)
    return tuple(_card(service, office, request.now) for service in services)


def _card(service: ServiceLine, office: OwnOffice, now: datetime) -> ServiceCard:
    name, info = office_words(service.name), office_words(service.info)
    icon, call = words.MODALITY_ICONS[service.modality], _("Ring %(office)s på %(phone)s")
    try:
        check_age(service, office.birth_date, oslo_date(now))
    except Refused as refusal:
        instead = call % {"office": office.name, "phone": phone_text(office.phone)}
        return ServiceCard(
            name,
            info,
            icon,
            refused=str(refusal.sentence),
            instead=instead,
            instead_href=f"tel:{office.phone}",
        )
    return ServiceCard(name, info, icon, href=_href(service), facts=_facts(service, now))


def _href(service: ServiceLine) -> str:
    if service.request_only:
        return f"{reverse('appointment_request')}?type={service.id}"
    return reverse("free_times", args=[service.id])


def _facts(service: ServiceLine, now: datetime) -> tuple[str, ...]:
    if service.request_only:
        free = _("Legekontoret finner en time til deg")
    elif service.next_at:
        free = _("Første ledige: %s") % words.at(service.next_at, now)
    else:
        free = _("Ingen ledige timer nå")
    return (words.modality(service.modality), words.length(service.minutes), free)


def _without_office() -> StartPage:
    sentence = _("Fastlegen din bruker ikke Fastlinje. Ring legekontoret ditt i stedet.")
    return StartPage(_("Bestill time"), "", "", "", sentence, "", (), "", reverse("home"))
