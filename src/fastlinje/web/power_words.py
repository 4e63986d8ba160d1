"""How pages say what a power of attorney is for, how long it lasts and where it stands; the same for citizens and offices."""

from collections.abc import Iterable
from datetime import date

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.core.actor import Scope
from fastlinje.people.power_rules import GIVABLE
from fastlinje.people.powers import PowerState

from .components.shapes import Badge

SCOPES = {
    Scope.CONSENT: gettext_lazy("Samtykke"),
    Scope.DIALOGUE: gettext_lazy("Meldinger og e-konsultasjon"),
    Scope.APPOINTMENTS: gettext_lazy("Timer"),
    Scope.PRESCRIPTIONS: gettext_lazy("Resepter"),
    Scope.INVOICES: gettext_lazy("Regninger"),
}
BASES = {
    "parental": gettext_lazy("Foreldreansvar"),
    "guardian": gettext_lazy("Vergemål"),
    "power_of_attorney": gettext_lazy("Fullmakt"),
    "decided": gettext_lazy("Oppnevnt"),
}
SCOPE_HINTS = {
    Scope.DIALOGUE.value: gettext_lazy("Lese meldinger fra legen, og skrive til legen."),
    Scope.APPOINTMENTS.value: gettext_lazy("Se, bestille, endre og avbestille timer."),
    Scope.PRESCRIPTIONS.value: gettext_lazy("Se resepter og be om nye."),
    Scope.INVOICES.value: gettext_lazy("Se og betale regninger."),
}
SCOPE_CHOICES = [(scope.value, SCOPES[scope]) for scope in GIVABLE]
BADGES = {
    PowerState.OFFERED: (gettext_lazy("Venter på svar"), "info"),
    PowerState.EXPIRED: (gettext_lazy("Ikke besvart i tide"), "neutral"),
    PowerState.COMING: (gettext_lazy("Begynner senere"), "info"),
    PowerState.IN_FORCE: (gettext_lazy("Gjelder"), "success"),
    PowerState.OVER: (gettext_lazy("Utløpt"), "neutral"),
    PowerState.ENDED: (gettext_lazy("Avsluttet"), "neutral"),
    PowerState.DECLINED: (gettext_lazy("Takket nei"), "neutral"),
    PowerState.CHANGED: (gettext_lazy("Erstattet av en ny"), "neutral"),
}


def scopes_in_words(scopes: Iterable[Scope]) -> str:
    """«Meldinger og e-konsultasjon, timer»."""
    first, *others = (str(SCOPES[scope]) for scope in scopes)
    return ", ".join([first, *(text[0].lower() + text[1:] for text in others)])


def period_in_words(start: date, end: date | None) -> str:
    """«22. november 2026 – 1. mars 2027», or «Fra 22. november 2026, uten sluttdato»."""
    if end is None:
        return _("Fra %s, uten sluttdato") % format_date(start, _("j. F Y"))
    return f"{format_date(start, _('j. F Y'))} – {format_date(end, _('j. F Y'))}"


def state_badge(state: PowerState, *, usable: bool = True) -> Badge:
    """Where it stands, with a colour."""
    if not usable:
        return Badge(_("Kan ikke brukes nå"), "warning")
    text, color = BADGES[state]
    return Badge(str(text), color)
