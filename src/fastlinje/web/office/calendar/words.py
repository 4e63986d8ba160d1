"""How the office's pages speak of times and of those who have them."""

from datetime import date, datetime

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.core.clock import OSLO, oslo_date
from fastlinje.core.working_days import is_working_day
from fastlinje.scheduling.states import AppointmentState, Modality, SlotStatus

from ...components.shapes import Badge
from .. import words

A = AppointmentState

HAS_LEFT = gettext_lazy("Har en annen fastlege")
STATES = {
    A.PROPOSED: (gettext_lazy("Venter på time"), "rav"),
    A.PENDING: (gettext_lazy("Venter på svar fra pasienten"), "info"),
    A.BOOKED: (gettext_lazy("Avtalt"), "info"),
    A.ARRIVED: (gettext_lazy("Har møtt"), "success"),
    A.FULFILLED: (gettext_lazy("Gjennomført"), "neutral"),
    A.CANCELLED: (gettext_lazy("Avlyst"), "neutral"),
    A.NO_SHOW: (gettext_lazy("Møtte ikke"), "danger"),
}
SLOTS = {
    SlotStatus.FREE: gettext_lazy("Ledig"),
    SlotStatus.BUSY: gettext_lazy("Opptatt"),
    SlotStatus.TENTATIVE: gettext_lazy("Tilbudt en pasient"),
    SlotStatus.UNAVAILABLE: gettext_lazy("Stengt"),
}
MODALITIES = {
    Modality.IN_PERSON: gettext_lazy("Oppmøte"),
    Modality.VIDEO: gettext_lazy("Video"),
    Modality.PHONE: gettext_lazy("Telefon"),
}
MODALITY_ICONS = {Modality.IN_PERSON: "", Modality.VIDEO: "video", Modality.PHONE: "phone"}
WEEKDAYS = (
    gettext_lazy("Mandag"),
    gettext_lazy("Tirsdag"),
    gettext_lazy("Onsdag"),
    gettext_lazy("Torsdag"),
    gettext_lazy("Fredag"),
    gettext_lazy("Lørdag"),
    gettext_lazy("Søndag"),
)


def state_badge(state: AppointmentState) -> Badge:
    """Where an appointment stands, with its colour."""
    text, color = STATES[state]
    return Badge(str(text), color)


def day_name(day: date) -> str:
    """«Mandag 23. november 2026»."""
    name = format_date(day, _("l j. F Y"))
    return name[0].upper() + name[1:]


def short_day(day: date) -> str:
    """«Mandag 23.11.»."""
    return f"{WEEKDAYS[day.weekday()]} {format_date(day, _('j.n.'))}"


def at(moment: datetime) -> str:
    """«mandag 23. november 2026 kl. 08.20»."""
    day = format_date(oslo_date(moment), _("l j. F Y"))
    return _("%(day)s kl. %(time)s") % {"day": day, "time": words.clock_time(moment)}


def sentence_from_to(start: datetime, end: datetime) -> str:
    """The same with a capital letter, for a heading."""
    said = from_to(start, end)
    return said[0].upper() + said[1:]


def from_to(start: datetime, end: datetime) -> str:
    """«mandag 23. november 2026 kl. 08.20–08.40»."""
    return f"{at(start)}–{words.clock_time(end)}"


def hours(start: datetime, end: datetime) -> str:
    """«08.20–08.40»."""
    return f"{words.clock_time(start)}–{words.clock_time(end)}"


def minutes_after_midnight(moment: datetime, day: date) -> int:
    """As the clock on the wall shows it; more than 1440 on the day after."""
    local = moment.astimezone(OSLO)
    return (local.date() - day).days * 1440 + local.hour * 60 + local.minute


def note_on(day: date) -> str:
    """«Helligdag» for a holiday on a weekday; weekends need no telling."""
    return _("Helligdag") if day.weekday() < 5 and not is_working_day(day) else ""
