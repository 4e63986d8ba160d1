"""The attempt to log in travels in a cookie nobody else can read, change or keep."""

from datetime import timedelta

import pytest

from fastlinje.core.clock import now
from fastlinje.core.crypto import Ring
from fastlinje.core.refusal import Refused
from fastlinje.people.oidc.transaction import Transaction, slot_of

RING = Ring.of(b"k" * 32)


@pytest.fixture
def transaction(citizen_profile) -> Transaction:
    return Transaction.start(
        citizen_profile, redirect_uri="https://we.example/tilbake", next_url="/timer/", now=now(), fresh_login=True, max_age=60
    )


def test_comes_back_as_it_was(transaction):
    assert Transaction.open(RING, transaction.seal(RING), now=now()) == transaction


def test_cookie_shows_nothing_and_fits(transaction):
    """AD-38"""
    sealed = transaction.seal(RING)
    assert transaction.verifier not in sealed
    assert len(sealed) < 3000
    assert all(char.isalnum() or char in "-_=" for char in sealed)


@pytest.mark.parametrize("position", [2, 25, 60, -5])
def test_changed_cookie_is_refused(transaction, position):
    """AD-38"""
    sealed = transaction.seal(RING)
    other = "A" if sealed[position] != "A" else "B"
    changed = sealed[:position] + other + sealed[position:][1:]
    with pytest.raises(Refused, match="login_not_started_here"):
        Transaction.open(RING, changed, now=now())


@pytest.mark.parametrize("value", ["", "x", "æ", "=" * 40, "A" * 400])
def test_nonsense_is_refused(value):
    """AD-38"""
    with pytest.raises(Refused, match="login_not_started_here"):
        Transaction.open(RING, value, now=now())


def test_cookie_of_another_installation_is_refused(transaction):
    """AD-38"""
    with pytest.raises(Refused, match="login_not_started_here"):
        Transaction.open(Ring.of(b"o" * 32), transaction.seal(RING), now=now())


def test_ten_minutes_is_the_limit(transaction):
    sealed = transaction.seal(RING)
    at = transaction.begun_at + timedelta(minutes=10)
    assert Transaction.open(RING, sealed, now=at) == transaction
    with pytest.raises(Refused, match="login_expired"):
        Transaction.open(RING, sealed, now=at + timedelta(seconds=1))


def test_every_attempt_is_its_own(citizen_profile):
    attempts = [
        Transaction.start(citizen_profile, redirect_uri="r", next_url="/", now=now(), fresh_login=False, max_age=None)
        for _ in range(3)
    ]
    for secret in ("state", "nonce", "verifier", "challenge"):
        assert len({getattr(attempt, secret) for attempt in attempts}) == 3
    assert all(43 <= len(attempt.verifier) <= 128 for attempt in attempts)


def test_slot_is_safe_in_the_name_of_a_cookie():
    assert slot_of("ab;=c\r\nd-_") == "abcd"
    assert slot_of("") == ""
