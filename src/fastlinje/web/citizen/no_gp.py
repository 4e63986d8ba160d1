"""What to say to somebody who has no GP here: who it is, if the registers know (F-012)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from fastlinje.practices.queries import ListElsewhere


@dataclass(frozen=True)
class NoGp:
    """A heading and what to do."""

    title: str
    text: str


def no_gp(found: ListElsewhere | None) -> NoGp:
    """In words."""
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
    who = ", ".join(filter(None, (found.gp_name, found.office_name)))
    text = _("Fastlegeregisteret sier at fastlegen din er %s.") % who + " " if who else ""
    return NoGp(_("Fastlegen din bruker ikke Fastlinje"), text + instead)
