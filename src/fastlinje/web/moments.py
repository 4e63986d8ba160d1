"""How every page says days, times and sizes: short, in words, in Norwegian time."""

from datetime import date, datetime, time

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from fastlinje.core.clock import OSLO, oslo_date

from .language import in_each_language


def when(moment: datetime, now: datetime) -> str:
    """«i dag kl. 09.12», «i går kl. 14.40», «12. juni kl. 08.05», «12. juni 2024 kl. 08.05»."""
    there = moment.astimezone(OSLO)
    return _when(there.date(), there.hour, there.minute, oslo_date(now))


@in_each_language
def _when(on: date, hour: int, minute: int, today: date) -> str:
    days = (today - on).days
    if days in (0, 1):
        name = _("i dag") if days == 0 else _("i går")
    else:
        name = _day(on) if 0 <= days < 300 else full_date(on)
    return _("%(day)s kl. %(time)s") % {"day": name, "time": _clock_time(hour, minute)}


def day(moment: datetime) -> str:
    """«12. juni»."""
    return _day(oslo_date(moment))


@in_each_language
def _day(on: date) -> str:
    return format_date(on, _("j. F"))


def weekday(moment: datetime) -> str:
    """«mandag 30. november»."""
    return _weekday(oslo_date(moment))


@in_each_language
def _weekday(on: date) -> str:
    return format_date(on, _("l j. F"))


@in_each_language
def full_date(value: date) -> str:
    """«12. mars 2026»."""
    return format_date(value, _("j. F Y"))


def clock_time(moment: datetime) -> str:
    """«09.12»."""
    there = moment.astimezone(OSLO)
    return _clock_time(there.hour, there.minute)


@in_each_language
def _clock_time(hour: int, minute: int) -> str:
    return format_date(time(hour, minute), _("H.i"))


def size(size_bytes: int) -> str:
    """«1,2 MB» or «240 kB»."""
    if size_bytes < 1_000_000:
        return f"{max(1, round(size_bytes / 1000))} kB"
    return f"{size_bytes / 1_000_000:.1f} MB".replace(".", ",")
