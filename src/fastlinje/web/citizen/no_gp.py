"""What to say to somebody who has no GP here, or can see none: who it is, if the registers know (F-012)."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from fastlinje.core.actor import Actor, ConsentLevel, OfficeContact, Represented, Scope
from fastlinje.practices.queries import ListElsewhere

from ..frame import phone_text

FROM_THE_OFFICE = frozenset({Scope.DIALOGUE, Scope.APPOINTMENTS})
"""Whoever may do one of these for another may see who their GP is."""


@dataclass(frozen=True)
class NoGp:
    """A heading and what to do. `consent_href`: when full access is what is missing, and the actor's to choose."""

    title: str
    text: str
    consent_href: str = ""


def no_gp(actor: Actor, found: ListElsewhere | None) -> NoGp:
    """In words, of oneself or of whom one acts for."""
    other = actor.acting_for
    if other and not other.consent.covers(ConsentLevel.FULL):
        return _without_consent(other, actor.office)
    if other and not other.scopes & FROM_THE_OFFICE:
        return NoGp(_("Fullmakten din gjelder ikke fastlegen"), _("Derfor ser du ikke hvem som er fastlegen her."))
    return _of_another(other.name, found) if other else _own(found)


def _without_consent(other: Represented, office: OfficeContact | None) -> NoGp:
    """The rows of somebody who has not consented in full are nobody else's to read."""
    text = _("Uten full tilgang kan ingen se fastlegen, skrive eller bestille time for %s her.") % other.name
    if office:
        text += " " + _("Legekontoret er %(name)s, telefon %(phone)s.") % {"name": office.name, "phone": phone_text(office.phone)}
    href = reverse("consent") if Scope.CONSENT in other.scopes else ""
    return NoGp(_("%s har ikke full tilgang") % other.name, text, href)


def _own(found: ListElsewhere | None) -> NoGp:
    instead = _("Ring legekontoret ditt, så hjelper de deg.")
    if found is None or found.outcome == "here":
        title = _("Vi finner ingen fastlege for deg her")
        return NoGp(title, _("Fastlegen din bruker kanskje ikke Fastlinje, eller du har nettopp byttet.") + " " + instead)
    if found.outcome == "disagree":
        title = _("Registrene er ikke enige om hvem som er fastlegen din")
        return NoGp(title, _("Vi har ikke endret noe, og spør igjen i morgen.") + " " + instead)
    if found.outcome == "no_list":
        title = _("Du står ikke på listen til noen fastlege")
        return NoGp(title, _("Det sier Fastlegeregisteret. Du kan velge fastlege på Helsenorge."))
    who = _who(found)
    text = _("Fastlegeregisteret sier at fastlegen din er %s.") % who + " " if who else ""
    return NoGp(_("Fastlegen din bruker ikke Fastlinje"), text + instead)


def _of_another(name: str, found: ListElsewhere | None) -> NoGp:
    instead = _("Ring legekontoret, så hjelper de dere.")
    if found is None or found.outcome == "here":
        title = _("Vi finner ingen fastlege for %s her") % name
        return NoGp(title, _("Fastlegen bruker kanskje ikke Fastlinje, eller er nettopp byttet.") + " " + instead)
    if found.outcome == "disagree":
        title = _("Registrene er ikke enige om hvem som er fastlegen til %s") % name
        return NoGp(title, _("Vi har ikke endret noe, og spør igjen i morgen.") + " " + instead)
    if found.outcome == "no_list":
        title = _("%s står ikke på listen til noen fastlege") % name
        return NoGp(title, _("Det sier Fastlegeregisteret. Dere kan velge fastlege på Helsenorge."))
    who = _who(found)
    text = _("Fastlegeregisteret sier at fastlegen er %s.") % who + " " if who else ""
    return NoGp(_("Fastlegen til %s bruker ikke Fastlinje") % name, text + instead)


def _who(found: ListElsewhere) -> str:
    return ", ".join(filter(None, (found.gp_name, found.office_name)))
