"""How the office's pages say things: dates, deadlines, states, kinds. Deadline colours follow rules.md 6."""

from datetime import date, datetime

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fastlinje.core.clock import OSLO, oslo_date
from fastlinje.core.working_days import working_days_between
from fastlinje.dialogue.states import ConversationState

from ..components.shapes import Badge

S = ConversationState

KINDS = {
    "e_consultation": gettext_lazy("E-konsultasjon"),
    "contact_office": gettext_lazy("Melding til kontoret"),
    "appointment": gettext_lazy("Time"),
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
    S.CLOSED_UNANSWERED: (gettext_lazy("Avsluttet"), "neutral"),
    S.REDIRECTED: (gettext_lazy("Bedt om å bestille time"), "neutral"),
    S.WITHDRAWN: (gettext_lazy("Trukket tilbake"), "neutral"),
}


def kind_in_words(kind: str) -> str:
    """«E-konsultasjon»."""
    return str(KINDS.get(kind, kind))


def state_in_words(state: str) -> str:
    """Where a conversation is, as the office says it; the patient reads other words."""
    return str(STATES[ConversationState(state)][0])


def state_badge(state: str) -> Badge:
    """The state with its colour."""
    text, color = STATES[ConversationState(state)]
    return Badge(str(text), color)


def day(moment: datetime) -> str:
    """«12. juni»."""
    return format_date(moment.astimezone(OSLO), _("j. F"))


def full_date(value: date) -> str:
    """«12. mars 1984»."""
    return format_date(value, _("j. F Y"))


def clock_time(moment: datetime) -> str:
    """«09.12»."""
    return format_date(moment.astimezone(OSLO), _("H.i"))


def when(moment: datetime, now: datetime) -> str:
    """«i dag kl. 09.12», «i går kl. 14.40», «12. juni kl. 08.05», «12. juni 2024 kl. 08.05»."""
    days = (oslo_date(now) - oslo_date(moment)).days
    if days == 0:
        name = _("i dag")
    elif days == 1:
        name = _("i går")
    else:
        name = day(moment) if days < 300 else full_date(oslo_date(moment))
    return _("%(day)s kl. %(time)s") % {"day": name, "time": clock_time(moment)}


def age_on(birth_date: date, now: datetime) -> int:
    """Whole years in Oslo now."""
    today = oslo_date(now)
    return today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))


def name_and_age(name: str, birth_date: date, now: datetime) -> str:
    """«Kari Nordmann, 42 år»."""
    return _("%(name)s, %(age)d år") % {"name": name, "age": age_on(birth_date, now)}


def deadline(due_at: datetime, now: datetime) -> Badge:
    """How long is left, in words and a colour: yellow on the third day, orange on the fourth, red on the last and after."""
    today, due = oslo_date(now), oslo_date(due_at)
    if due < today:
        days = (today - due).days
        text = ngettext("%(days)d dag over fristen", "%(days)d dager over fristen", days) % {"days": days}
        return Badge(text, "danger")
    left = working_days_between(today, due)
    if left == 0:
        return Badge(_("Frist i dag"), "danger")
    text = ngettext("%(days)d virkedag igjen", "%(days)d virkedager igjen", left) % {"days": left}
    return Badge(text, {1: "rav", 2: "warning"}.get(left, "neutral"))


def size(size_bytes: int) -> str:
    """«1,2 MB» or «240 kB»."""
    if size_bytes < 1_000_000:
        return f"{max(1, round(size_bytes / 1000))} kB"
    return f"{size_bytes / 1_000_000:.1f} MB".replace(".", ",")


def together(names: tuple[str, ...]) -> str:
    """«Siri Holm», «Siri Holm og Jonas Lie», «A, B og C»."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s og %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def present(names: tuple[str, ...]) -> str:
    """Who else is here, or nothing."""
    return _("%(names)s ser også på denne samtalen nå.") % {"names": together(names)} if names else ""
