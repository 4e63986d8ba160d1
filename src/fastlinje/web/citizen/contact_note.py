"""What pages say about addresses for notices: a reminder from month 15, a warning from month 17, never a lock-out (F-007)."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from fastlinje.core.clock import oslo_date
from fastlinje.notifications.reach import Reach
from fastlinje.people.contact_rules import banner_due, channel_usable, prompt_due, usable_until

from . import words

NATIONAL_REGISTER = "https://www.norge.no/"


@dataclass(frozen=True)
class ContactNote:
    """A sentence and where to do something about it. `variant`: "info" for a reminder, "warning" when it is urgent."""

    text: str
    variant: str
    action: str
    href: str


def contact_note(reach: Reach, now: datetime) -> ContactNote | None:
    """What to say on the first page; None when all is well."""
    return _warning(reach, now) or _reminder(reach, now)


def _warning(reach: Reach, now: datetime) -> ContactNote | None:
    """Notices don't come, or stop within a month."""
    if reach.register_said_no:
        text = _("Vi fikk ikke sendt deg det siste varselet. Kontakt- og reservasjonsregisteret sier at vi ikke kan varsle deg.")
        return ContactNote(text, "warning", _("Se og rett hos norge.no"), NATIONAL_REGISTER)
    usable = [address for address in reach.addresses.values() if channel_usable(address, now)]
    if not usable:
        text = _("Vi har ingen bekreftet e-post eller mobil, så du får ikke beskjed når du får svar.")
        return ContactNote(text, "warning", _("Gå til profilen"), reverse("profile"))
    if all(banner_due(address, now) for address in usable):
        last = max(usable_until(address) for address in usable)
        text = _("Bekreft e-post eller mobil innen %s. Etter det får du ikke beskjed når du får svar.")
        return ContactNote(text % words.full_date(oslo_date(last)), "warning", _("Bekreft nå"), reverse("profile"))
    return None


def _reminder(reach: Reach, now: datetime) -> ContactNote | None:
    if any(prompt_due(address, now) for address in reach.addresses.values()):
        text = _("Bekreft e-post og mobil på nytt, så du fortsatt får beskjed når du får svar.")
        return ContactNote(text, "info", _("Gå til profilen"), reverse("profile"))
    return None
