"""How a person's pages say when an appointment is, what kind it is, and how it stands."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fastlinje.core.clock import OSLO, oslo_date
from fastlinje.scheduling.states import AppointmentState, EndReason

from ...components.shapes import Badge, Fact
from .. import words

MODALITIES = {
    "in-person": gettext_lazy("Oppmøte på legekontoret"),
    "video": gettext_lazy("Video"),
    "phone": gettext_lazy("Telefon"),
}
A = AppointmentState
COLORS = {A.PENDING: "warning", A.BOOKED: "success", A.ARRIVED: "success", A.NO_SHOW: "warning", A.PROPOSED: "info"}
PARTS = {"morning": gettext_lazy("før kl. 12"), "afternoon": gettext_lazy("etter kl. 12")}
WEEKDAYS = (
    gettext_lazy("mandag"),
    gettext_lazy("tirsdag"),
    gettext_lazy("onsdag"),
    gettext_lazy("torsdag"),
    gettext_lazy("fredag"),
    gettext_lazy("lørdag"),
    gettext_lazy("søndag"),
)
TO_COME = {
    "in-person": gettext_lazy("Du skal møte opp på legekontoret"),
    "video": gettext_lazy("Videotime. Du skal ikke møte opp"),
    "phone": gettext_lazy("Legekontoret ringer deg. Du skal ikke møte opp"),
}
MODALITY_ICONS = {"in-person": "calendar", "video": "video", "phone": "phone"}


def day_heading(moment: datetime, now: datetime) -> str:
    """«I dag, tirsdag 24. november», «Onsdag 25. november», with the year when it is another."""
    days = (oslo_date(moment) - oslo_date(now)).days
    name = _day(moment, now)
    if days in (0, 1):
        return _("I dag, %s") % name if days == 0 else _("I morgen, %s") % name
    return name[0].upper() + name[1:]


def at(moment: datetime, now: datetime) -> str:
    """«tirsdag 24. november kl. 09.20», with the year when it is another."""
    return _("%(day)s kl. %(time)s") % {"day": _day(moment, now), "time": words.clock_time(moment)}


def when_it_is(moment: datetime, now: datetime) -> str:
    """The same as a title: «Tirsdag 24. november kl. 09.20»."""
    text = at(moment, now)
    return text[0].upper() + text[1:]


def until_when(moment: datetime, now: datetime) -> str:
    """A deadline: «i dag, tirsdag 24. november kl. 09.20», «i morgen, …», and else as `at`."""
    names = {0: _("i dag, %s"), 1: _("i morgen, %s")}
    name = names.get((oslo_date(moment) - oslo_date(now)).days, "%s")
    return name % at(moment, now)


def soon(moment: datetime, now: datetime) -> str:
    """«I dag kl. 09.20», «I morgen kl. 09.20», and else the day as when_it_is."""
    names = {0: _("I dag kl. %s"), 1: _("I morgen kl. %s")}
    name = names.get((oslo_date(moment) - oslo_date(now)).days)
    return name % words.clock_time(moment) if name else when_it_is(moment, now)


def from_to(start: datetime, end: datetime, now: datetime) -> str:
    """«tirsdag 24. november kl. 09.20–09.40»."""
    return f"{at(start, now)}–{words.clock_time(end)}"


def length(minutes: int) -> str:
    """«20 minutter»."""
    return ngettext("%d minutt", "%d minutter", minutes) % minutes


def modality(code: str) -> str:
    """«Telefon»."""
    return str(MODALITIES[code])


def how_to_come(code: str) -> str:
    """Whether to go there, sit ready, or wait for a call (F-023, F-027)."""
    return str(TO_COME[code])


def state_badge(state: AppointmentState, *, asked: bool = False, end_reason: str = "") -> Badge:
    """How it stands, with a colour. `asked`: it never became more than a request."""
    text = str(state.label)
    if state is A.CANCELLED and asked:
        text = _("Trukket tilbake") if end_reason == EndReason.BY_PERSON else _("Avsluttet")
    elif state is A.CANCELLED and end_reason not in ("", EndReason.BY_PERSON):
        text = _("Avlyst")
    return Badge(text, COLORS.get(state, "neutral"))


def preferences(wishes: Mapping[str, Any]) -> list[Fact]:
    """What the person wished for when they asked for a time."""
    days = ", ".join(str(WEEKDAYS[number]) for number in wishes.get("weekdays", ()))
    parts = ", ".join(str(PARTS[part]) for part in wishes.get("parts", ()) if part in PARTS)
    return [
        Fact(_("Ønskede dager"), days),
        Fact(_("Tid på dagen"), parts),
        Fact(_("Tidligst"), _date(wishes.get("earliest"))),
        Fact(_("Senest"), _date(wishes.get("latest"))),
    ]


def _date(iso: str | None) -> str:
    return words.full_date(date.fromisoformat(iso)) if iso else ""


def _day(moment: datetime, now: datetime) -> str:
    local = moment.astimezone(OSLO)
    pattern = _("l j. F") if local.year == now.astimezone(OSLO).year else _("l j. F Y")
    return format_date(local, pattern)
