"""A person's own settings: consent rules, addresses, codes."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connections

from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import ConsentLevel
from fastlinje.core.clock import now
from fastlinje.core.refusal import Refused
from fastlinje.nonprod.cast import KARI, PER
from fastlinje.people.commands.confirm_contact_point import CONFIRMED, WRONG, confirm_contact_point
from fastlinje.people.commands.remove_contact_point import remove_contact_point
from fastlinje.people.commands.request_contact_code import request_contact_code
from fastlinje.people.models import ContactCode, ContactPoint
from fastlinje.people.queries import addresses_for, consents_for, pending_address_for
from fastlinje.people.rules import CODES_A_DAY, check_consent, check_lowering, check_raise, mobile_number, phone_number
from tests.citizen_world import OWNER, reading_as

L = ConsentLevel


@pytest.mark.parametrize(
    ("current", "to", "fine"),
    [
        (L.UNDECIDED, L.NONE, True),
        (L.UNDECIDED, L.BASIS, True),
        (L.UNDECIDED, L.FULL, True),
        (L.NONE, L.BASIS, True),
        (L.BASIS, L.BASIS, True),
        (L.BASIS, L.FULL, True),
        (L.BASIS, L.NONE, False),
        (L.FULL, L.BASIS, False),
    ],
)
def test_raising(current, to, fine):
    assert outcome(check_raise, current, to) == (None if fine else "consent_not_raised")


@pytest.mark.parametrize(
    ("current", "to", "fine"),
    [
        (L.FULL, L.BASIS, True),
        (L.FULL, L.NONE, True),
        (L.BASIS, L.NONE, True),
        (L.FULL, L.FULL, False),
        (L.BASIS, L.FULL, False),
        (L.NONE, L.NONE, False),
        (L.FULL, L.UNDECIDED, False),
    ],
)
def test_lowering(current, to, fine):
    assert outcome(check_lowering, current, to) == (None if fine else "consent_not_lowered")


def outcome(check, *arguments) -> str | None:
    try:
        check(*arguments)
    except Refused as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize("level", [L.UNDECIDED, L.NONE, L.BASIS])
def test_services_of_the_gp_need_full_access(level):
    """F-004"""
    assert outcome(check_consent, level) == "consent_missing"
    check_consent(L.FULL)


@pytest.mark.parametrize(
    ("typed", "stored"), [("900 00 009", "+4790000009"), ("+47 900 00 009", "+4790000009"), ("0046 70 123 45 67", "+46701234567")]
)
def test_mobile_numbers(typed, stored):
    assert mobile_number(typed) == stored


@pytest.mark.parametrize(
    ("typed", "stored"), [("22 85 50 50", "+4722855050"), ("908 12 345", "+4790812345"), ("+46 8 508 292 00", "+46850829200")]
)
def test_a_landline_is_a_number_to_be_called_on(typed, stored):
    assert phone_number(typed) == stored


@pytest.mark.parametrize("typed", ["", "12", "22 85 50", "ring meg", "+47 113"])
def test_what_nobody_can_call_is_no_number(typed):
    assert outcome(phone_number, typed) == "bad_address"


def test_a_landline_gets_no_text_messages():
    assert outcome(mobile_number, "22 85 50 50") == "bad_address"


def test_a_code_confirms_an_address_once(cast, kari):
    request_contact_code(actor=kari, now=now(), system="email", value=" ny@example.org ")
    sent = ContactCode.objects.using(OWNER).get()
    with reading_as(kari) as actor:
        assert pending_address_for(actor, "email", now=now()) == "ny@example.org"
    assert confirm_contact_point(actor=kari, now=now(), system="email", code=sent.code) == CONFIRMED
    with reading_as(kari) as actor:
        assert addresses_for(actor)["email"].value == "ny@example.org"
    with pytest.raises(Refused, match="code_expired"):
        confirm_contact_point(actor=kari, now=now(), system="email", code=sent.code)


def test_a_wrong_try_counts(kari):
    request_contact_code(actor=kari, now=now(), system="sms", value="90000009")
    assert confirm_contact_point(actor=kari, now=now(), system="sms", code="x") == WRONG
    assert ContactCode.objects.using(OWNER).get().attempts == 1
    assert AuditEvent.objects.using(OWNER).filter(action="contact_point.wrong_code").count() == 1


def test_a_code_lives_a_quarter_of_an_hour(kari):
    request_contact_code(actor=kari, now=now(), system="sms", value="90000009")
    code = ContactCode.objects.using(OWNER).get().code
    with pytest.raises(Refused, match="code_expired"):
        confirm_contact_point(actor=kari, now=now() + timedelta(minutes=15), system="sms", code=code)


def test_a_new_code_replaces_the_old_after_a_minute(kari):
    first = request_contact_code(actor=kari, now=now(), system="sms", value="90000009")
    with pytest.raises(Refused, match="code_just_sent"):
        request_contact_code(actor=kari, now=now(), system="sms", value="90000008")
    second = request_contact_code(actor=kari, now=now() + timedelta(seconds=61), system="sms", value="90000008")
    assert [row.pk for row in ContactCode.objects.using(OWNER).all()] == [second] != [first]


def test_ten_codes_a_day_are_enough(kari, logins):
    """Not a bell to ring at somebody else's number; removing the address between them doesn't help, nor does the other channel."""
    at = now()
    for n in range(CODES_A_DAY):
        system, value = ("sms", "900 00 009") if n % 2 else ("email", "kari@example.org")
        request_contact_code(actor=kari, now=at + timedelta(seconds=n), system=system, value=value)
        remove_contact_point(actor=kari, now=at + timedelta(seconds=n), system=system)
    with pytest.raises(Refused, match="too_many_codes"):
        request_contact_code(actor=kari, now=at + timedelta(minutes=20), system="sms", value="900 00 009")
    request_contact_code(actor=logins.actor(PER), now=at, system="sms", value="900 00 010")
    tomorrow = at + timedelta(days=1, seconds=CODES_A_DAY)
    with time_machine.travel(tomorrow, tick=False):
        request_contact_code(actor=logins.actor(KARI), now=tomorrow, system="sms", value="900 00 009")


def test_somebody_elses_code(kari, logins):
    request_contact_code(actor=kari, now=now(), system="email", value="ny@example.org")
    code = ContactCode.objects.using(OWNER).get().code
    with pytest.raises(Refused, match="code_expired"):
        confirm_contact_point(actor=logins.actor(PER), now=now(), system="email", code=code)


def test_removing_an_address_forgets_its_code(cast, kari):
    request_contact_code(actor=kari, now=now(), system="email", value="ny@example.org")
    remove_contact_point(actor=kari, now=now(), system="email")
    assert not ContactCode.objects.using(OWNER).exists()
    assert list(ContactPoint.objects.using(OWNER).filter(person=cast.kari).values_list("system", flat=True)) == ["sms"]


def test_the_code_is_sealed_at_rest(kari):
    request_contact_code(actor=kari, now=now(), system="email", value="ny@example.org")
    code = ContactCode.objects.using(OWNER).get().code
    with connections[OWNER].cursor() as cursor:
        cursor.execute("select value, code from people_contactcode")
        stored = b"".join(bytes(part) for part in cursor.fetchone())
    assert code.encode() not in stored
    assert b"example" not in stored


def test_no_choice_no_history(kari):
    with reading_as(kari) as actor:
        assert consents_for(actor) == ()
