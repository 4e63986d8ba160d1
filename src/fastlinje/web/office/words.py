"""How the office's pages say deadlines, states, kinds and names. Deadline colours follow rules.md 6."""

from datetime import date, datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fastlinje.core.clock import age_on, oslo_date
from fastlinje.core.working_days import working_days_between
from fastlinje.dialogue.states import ConversationState
from fastlinje.practices.reach import Reach

from ..components.shapes import Badge
from ..components.structure import tag
from ..language import in_each_language
from ..moments import clock_time, day, full_date, size, when

__all__ = [
    "clock_time",
    "day",
    "deadline",
    "full_date",
    "kind_in_words",
    "name_and_age",
    "present",
    "reach_tag",
    "size",
    "state_badge",
    "state_in_words",
    "together",
    "when",
]

S = ConversationState

KINDS = {
    "e_consultation": gettext_lazy("E-konsultasjon"),
    "contact_office": gettext_lazy("Melding til kontoret"),
    "appointment": gettext_lazy("Timeavtale"),
    "appointment_request": gettext_lazy("Timeønske"),
    "prescription_renewal": gettext_lazy("Fornying av resept"),
}
STATES = {
    S.SENT: (gettext_lazy("Ny"), "rav"),
    S.RECEIVED: (gettext_lazy("Ny"), "rav"),
    S.OPENED: (gettext_lazy("Åpnet"), "info"),
    S.REPLIED: (gettext_lazy("Pasienten har svart"), "info"),
    S.ANSWERED: (gettext_lazy("Besvart"), "success"),
    S.CLOSED: (gettext_lazy("Besvart og avsluttet"), "success"),
    S.GP_CHANGED: (gettext_lazy("Avsluttet, ny fastlege"), "neutral"),
    S.CLOSED_UNANSWERED: (gettext_lazy("Avsluttet"), "neutral"),
    S.REDIRECTED: (gettext_lazy("Bedt om å bestille time"), "neutral"),
    S.WITHDRAWN: (gettext_lazy("Trukket tilbake"), "neutral"),
}


@in_each_language
def kind_in_words(kind: str) -> str:
    """«E-konsultasjon»."""
    return str(KINDS.get(kind, kind))


def state_in_words(state: str) -> str:
    """Where a conversation is, as the office says it; the patient reads other words."""
    return state_badge(state).text


@in_each_language
def state_badge(state: str) -> Badge:
    """The state with its colour."""
    text, color = STATES[ConversationState(state)]
    return Badge(str(text), color)


def name_and_age(name: str, birth_date: date, now: datetime) -> str:
    """«Kari Nordmann, 42 år»; number and unit stay on one line."""
    age = age_on(birth_date, oslo_date(now))
    return (_("%(name)s, %(age)d år") % {"name": name, "age": age}).replace(f"{age} ", f"{age}\N{NO-BREAK SPACE}")


REACH = {
    Reach.TOLD: (gettext_lazy("Får varsel"), "success", "check"),
    Reach.REGISTER: (gettext_lazy("Bruker Fastlinje"), "info", "check"),
    Reach.QUIET: (gettext_lazy("Får ikke varsel – ring"), "warning", "phone"),
    Reach.NONE: (gettext_lazy("Bruker ikke Fastlinje – ring"), "warning", "phone"),
}
REACH_SENTENCES = {
    Reach.TOLD: gettext_lazy("Pasienten får varsel på e-post eller SMS."),
    Reach.REGISTER: gettext_lazy("Pasienten bruker Fastlinje, og får varsel hvis kontaktregisteret har e-post eller mobil."),
    Reach.QUIET: gettext_lazy("Pasienten bruker Fastlinje, men får ikke varsel. Si fra selv."),
    Reach.NONE: gettext_lazy("Pasienten bruker ikke Fastlinje og får ikke varsel. Si fra selv."),
}


def reach_tag(reach: Reach) -> SafeString:
    """Whether somebody is told by a notice or must be called: words and a drawing, the colour only supports them."""
    text, color, name = REACH[reach]
    return tag(text=text, color=color, icon=name)


def deadline(due_at: datetime, now: datetime) -> Badge:
    """How long is left, in words and a colour: yellow on the third day, orange on the fourth, red on the last and after."""
    return _deadline(oslo_date(due_at), oslo_date(now))


@in_each_language
def _deadline(due: date, today: date) -> Badge:
    if due < today:
        days = (today - due).days
        text = ngettext("%(days)d dag over fristen", "%(days)d dager over fristen", days) % {"days": days}
        return Badge(text, "danger")
    left = working_days_between(today, due)
    if left == 0:
        return Badge(_("Frist i dag"), "danger")
    text = ngettext("%(days)d virkedag igjen", "%(days)d virkedager igjen", left) % {"days": left}
    return Badge(text, {1: "rav", 2: "warning"}.get(left, "neutral"))


def together(names: tuple[str, ...]) -> str:
    """«Siri Holm», «Siri Holm og Jonas Lie», «A, B og C»."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s og %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def present(names: tuple[str, ...]) -> str:
    """Who else is here, or nothing."""
    return _("%(names)s ser også på denne samtalen nå.") % {"names": together(names)} if names else ""
