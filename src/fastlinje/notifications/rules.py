"""Which way a notice goes, when, and how long it is tried. Pure."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from fastlinje.core.actor import ConsentLevel
from fastlinje.core.clock import OSLO
from fastlinje.people.contact_rules import Dated, channel_usable
from fastlinje.people.notice_choice import NoticeChoice, NoticeKind

EMAIL, SMS = "email", "sms"

MAX_TRIES = 10
_WAITS_SECONDS = (30, 60, 120, 300, 600, 1800, 3600, 7200, 14400)
_LONGEST_ASKED = timedelta(hours=6)
_SETTLES = timedelta(minutes=5)
_NEAR = timedelta(hours=2)


def channel_for(
    addresses: Mapping[str, Dated | None], configured: Collection[str], now: datetime, *, first: str = SMS
) -> str | None:
    """The channel the person wants first if its address was confirmed in the last 18 months, else the other; None when neither
    can be used.

    addresses   by kind, "email" and "sms"
    configured  the channels this installation can send by
    """
    order = (EMAIL, SMS) if first == EMAIL else (SMS, EMAIL)
    return next((way for way in order if way in configured and channel_usable(addresses.get(way), now)), None)


_NEEDS = {NoticeKind.ANSWER: ConsentLevel.FULL, NoticeKind.NEWS: ConsentLevel.FULL}


def wants_notices(consent: str, kind: NoticeKind) -> bool:
    """False for somebody who has withdrawn: notices stop at once (AD-32), those about conversations also at basis."""
    return ConsentLevel(consent).covers(_NEEDS.get(kind, ConsentLevel.BASIS))


def why_not(consent: str, choice: NoticeChoice, kind: NoticeKind | None) -> str:
    """Why somebody is not told, "" when they are. What has no kind is sent because they asked for it."""
    if kind is None:
        return ""
    if not wants_notices(consent, kind):
        return "consent_withdrawn"
    return "" if choice.wants(kind) else "switched_off"


def send_at(now: datetime, quiet: tuple[int, int] | None, *, at_once: bool) -> datetime:
    """Now, or the morning when it is night in Norway.

    quiet  the hour from which and the hour until which it is night, e.g. (21, 7); None when it never is
    """
    local = now.astimezone(OSLO)
    if at_once or quiet is None or not is_night(local.hour, quiet):
        return now
    morning = local.replace(hour=quiet[1], minute=0, second=0, microsecond=0)
    return morning if morning > local else morning + timedelta(days=1)


def settled_at(start_at: datetime, now: datetime) -> datetime:
    """When it is told that the office has cancelled: those who cancel often book anew at once, and that is one change (F-185).

    Whoever has a time in the next two hours may be on the way, and is told now.
    """
    return now if start_at - now < _NEAR else now + _SETTLES


def is_night(hour: int, quiet: tuple[int, int]) -> bool:
    """True when that hour of the day lies in the quiet hours, which usually pass midnight."""
    start, end = quiet
    return start <= hour < end if start < end else hour >= start or hour < end


def next_try(tries: int, now: datetime, asked_to_wait: timedelta | None = None) -> datetime | None:
    """When to try again after so many failed tries; None after the last. A server may ask for more patience, up to six hours."""
    if tries >= MAX_TRIES:
        return None
    wait = timedelta(seconds=_WAITS_SECONDS[min(tries, len(_WAITS_SECONDS)) - 1])
    return now + max(wait, min(asked_to_wait or wait, _LONGEST_ASKED))
