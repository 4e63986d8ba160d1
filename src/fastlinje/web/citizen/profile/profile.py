"""The person's own settings on one page."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fastlinje.core.clock import oslo_date
from fastlinje.people.contact_rules import channel_usable, prompt_due, usable_until
from fastlinje.people.queries import EMAIL, SMS, Address, addresses_for

from ...frame import phone_text
from ...kit import CITIZEN_SELF, render, requires
from .. import words
from ..consent_words import NAMES
from .address_words import ADDRESSES


@dataclass(frozen=True)
class AddressCard:
    """One address for notices: what it is, whether it can be used, and where to change it."""

    title: str
    icon: str
    value: str
    status: str
    needs_doing: bool
    action: str
    href: str
    remove_href: str


@dataclass(frozen=True)
class ProfilePage:
    """Name, addresses for notices, consent, the log, logins, powers of attorney."""

    title: str
    name: str
    notice: str
    addresses: tuple[AddressCard, ...]
    notices_href: str
    consent: str
    privacy_href: str
    access_log_href: str
    sessions_href: str
    copies_href: str
    powers_href: str


@require_safe
@requires(CITIZEN_SELF)
def profile(request: HttpRequest) -> HttpResponse:
    """Profil."""
    known = addresses_for(request.actor)
    notices = {"bekreftet": _("Adressen er bekreftet."), "fjernet": _("Adressen er fjernet.")}
    page = ProfilePage(
        title=_("Profil"),
        name=request.actor.name,
        notice=notices.get(request.GET.get("nytt", ""), ""),
        addresses=tuple(_card(system, known.get(system), request.now) for system in (EMAIL, SMS)),
        notices_href=reverse("notice_preferences"),
        consent=str(NAMES[request.actor.consent]),
        privacy_href=reverse("privacy"),
        access_log_href=reverse("access_log"),
        sessions_href=reverse("own_sessions"),
        copies_href=reverse("data_copies"),
        powers_href=reverse("powers_of_attorney"),
    )
    return render(request, "citizen/profile/profile.html", page, active="profile")


def _card(system: str, address: Address | None, now: datetime) -> AddressCard:
    about = ADDRESSES[system]
    href = reverse("contact_point", args=[about.slug])
    common = {"title": str(about.title), "icon": about.icon, "href": href}
    if address is None:
        return AddressCard(**common, value="", status=_("Ikke lagt inn"), needs_doing=False, action=str(about.add), remove_href="")
    again = prompt_due(address, now)
    return AddressCard(
        **common,
        value=phone_text(address.value) if system == SMS else address.value,
        status=_status(address, now),
        needs_doing=again,
        action=_("Bekreft på nytt eller endre") if again else _("Endre"),
        remove_href=reverse("contact_point_removal", args=[about.slug]),
    )


def _status(address: Address, now: datetime) -> str:
    if not channel_usable(address, now):
        return _("For gammel til å brukes. Bekreft den på nytt for å få beskjeder.")
    return _("Bekreftet %(day)s. Gjelder til %(end)s.") % {
        "day": words.full_date(oslo_date(address.verified_at)),
        "end": words.full_date(oslo_date(usable_until(address))),
    }
