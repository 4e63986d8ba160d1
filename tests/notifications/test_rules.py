"""Which way a notice goes, and when."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from fastlinje.core.clock import OSLO
from fastlinje.notifications.rules import EMAIL, MAX_TRIES, SMS, channel_for, next_try, send_at, wants_notices, why_not
from fastlinje.people.contact_rules import USABLE_MONTHS, months_after
from fastlinje.people.notice_choice import NoticeChoice, NoticeKind, Preset

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Confirmed:
    """An address by its dates alone."""

    verified_at: datetime
    updated_at: datetime | None = None


EDGE = datetime(2025, 5, 22, 13, tzinfo=OSLO)  # summer time then, winter time now: 13 o'clock both days
FRESH, LAST, STALE = Confirmed(NOW - timedelta(days=1)), Confirmed(EDGE + timedelta(seconds=1)), Confirmed(EDGE)
BOTH = {EMAIL, SMS}


@pytest.mark.parametrize(
    ("verified", "configured", "channel"),
    [
        ({SMS: FRESH, EMAIL: FRESH}, BOTH, SMS),
        ({SMS: LAST, EMAIL: FRESH}, BOTH, SMS),
        ({SMS: FRESH, EMAIL: STALE}, BOTH, SMS),
        ({SMS: STALE, EMAIL: LAST}, BOTH, EMAIL),
        ({SMS: STALE, EMAIL: STALE}, BOTH, None),
        ({EMAIL: FRESH}, BOTH, EMAIL),
        ({}, BOTH, None),
        ({SMS: FRESH, EMAIL: FRESH}, {EMAIL}, EMAIL),
        ({SMS: FRESH}, {EMAIL}, None),
    ],
)
def test_the_channel(verified, configured, channel):
    """AD-73"""
    assert channel_for(verified, configured, NOW) == channel


@pytest.mark.parametrize(
    ("first", "verified", "configured", "channel"),
    [
        (EMAIL, {SMS: FRESH, EMAIL: FRESH}, BOTH, EMAIL),
        (EMAIL, {SMS: FRESH, EMAIL: STALE}, BOTH, SMS),
        (EMAIL, {SMS: FRESH, EMAIL: FRESH}, {SMS}, SMS),
        (SMS, {SMS: FRESH, EMAIL: FRESH}, BOTH, SMS),
        (SMS, {SMS: None, EMAIL: FRESH}, BOTH, EMAIL),
        (EMAIL, {SMS: STALE, EMAIL: STALE}, BOTH, None),
    ],
)
def test_the_channel_wanted_first(first, verified, configured, channel):
    """F-069, AD-73"""
    assert channel_for(verified, configured, NOW, first=first) == channel


def test_the_edge_is_where_the_table_says():
    assert months_after(EDGE, USABLE_MONTHS) == NOW


@pytest.mark.parametrize(
    ("preset", "kinds"),
    [
        (Preset.FEW, {NoticeKind.ANSWER, NoticeKind.APPOINTMENT, NoticeKind.NEWS}),
        (Preset.NORMAL, set(NoticeKind) - {NoticeKind.RECEIPT}),
        (Preset.ALL, set(NoticeKind)),
    ],
)
def test_presets(preset, kinds):
    """F-069"""
    choice = NoticeChoice(preset)
    assert choice.kinds == kinds
    assert {kind for kind in NoticeKind if not why_not("full", choice, kind)} == kinds
    assert why_not("none", choice, NoticeKind.ANSWER) == "consent_withdrawn"
    assert why_not("none", choice, None) == ""


def test_a_switch_goes_before_its_preset():
    choice = NoticeChoice(Preset.FEW, {"answer": False, "receipt": True})
    assert choice.kinds == {NoticeKind.APPOINTMENT, NoticeKind.NEWS, NoticeKind.RECEIPT}
    assert why_not("full", choice, NoticeKind.ANSWER) == "switched_off"


@pytest.mark.parametrize(
    ("at", "sent"),
    [
        ((22, 20, 59), (22, 20, 59)),
        ((22, 21, 0), (23, 7, 0)),
        ((22, 23, 30), (23, 7, 0)),
        ((22, 6, 59), (22, 7, 0)),
        ((22, 7, 0), (22, 7, 0)),
    ],
)
def test_nobody_is_woken(at, sent):
    moment = datetime(2026, 11, *at, tzinfo=OSLO)
    assert send_at(moment, (21, 7), at_once=False) == datetime(2026, 11, *sent, tzinfo=OSLO)
    assert send_at(moment, (21, 7), at_once=True) == moment
    assert send_at(moment, None, at_once=False) == moment


@pytest.mark.parametrize("day", [(2027, 3, 27), (2027, 10, 30)])
def test_the_morning_after_the_clocks_change_is_at_seven(day):
    """FD-17"""
    sent = send_at(datetime(*day, 22, tzinfo=OSLO), (21, 7), at_once=False).astimezone(OSLO)
    assert (sent.day, sent.hour) == (day[2] + 1, 7)


def test_tries_grow_apart_and_end():
    times = [next_try(tries, NOW) for tries in range(1, MAX_TRIES + 1)]
    waits = [at - NOW for at in times[:-1]]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=30)
    assert times[-1] is None
    assert timedelta(hours=4) < sum(waits, timedelta()) < timedelta(hours=24)


def test_a_server_may_ask_for_patience_but_not_for_ever():
    assert next_try(1, NOW, timedelta(minutes=5)) == NOW + timedelta(minutes=5)
    assert next_try(1, NOW, timedelta(days=9)) == NOW + timedelta(hours=6)
    assert next_try(1, NOW, timedelta(0)) == NOW + timedelta(seconds=30)


@pytest.mark.parametrize(
    ("consent", "kinds"),
    [
        ("full", set(NoticeKind)),
        ("basis", {NoticeKind.POWER, NoticeKind.RECEIPT, NoticeKind.APPOINTMENT, NoticeKind.REMINDER}),
        ("none", set()),
        ("undecided", set()),
    ],
)
def test_whoever_has_withdrawn_gets_none(consent, kinds):
    """AD-32: and at basis none about conversations, which can't be read then."""
    assert {kind for kind in NoticeKind if wants_notices(consent, kind)} == kinds
