"""The 18 months, to the second, and every combination of what the register may say (AD-73)."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from fastlinje.core.clock import OSLO
from fastlinje.people.contact_rules import channel_usable, confirmed_at, months_after, notice_addresses, prompt_due
from fastlinje.people.registers.contact_register import Address, ContactStatus, RegisteredContact

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=OSLO)
SECOND = timedelta(seconds=1)


def oslo(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=OSLO)


def address(updated=None, verified=None) -> Address:
    return Address("navn@eksempel.no", updated, verified)


@pytest.mark.parametrize(
    ("moment", "months", "then"),
    [
        (oslo(2025, 5, 21, 10), 18, oslo(2026, 11, 21, 10)),
        (oslo(2024, 8, 31, 10), 18, oslo(2026, 2, 28, 10)),  # no 31 February
        (oslo(2026, 8, 31, 10), 18, oslo(2028, 2, 29, 10)),
        (oslo(2024, 2, 29, 10), 18, oslo(2025, 8, 29, 10)),  # from the leap day
        (oslo(2024, 2, 29, 10), 15, oslo(2025, 5, 29, 10)),
        (oslo(2025, 2, 28, 10), 18, oslo(2026, 8, 28, 10)),
        (oslo(2025, 6, 30, 23, 59), 18, oslo(2026, 12, 30, 23, 59)),
        (oslo(2025, 1, 1), 12, oslo(2026, 1, 1)),
        (oslo(2025, 12, 5, 9), 12, oslo(2026, 12, 5, 9)),
    ],
)
def test_months_are_counted_by_the_calendar_and_end_with_the_month(moment, months, then):
    assert months_after(moment, months) == then


def test_months_are_counted_in_oslo():
    """23.30 UTC on 30 June is 1 July in Norway; and summer time is an hour, not a day."""
    assert months_after(datetime(2025, 6, 30, 23, 30, tzinfo=UTC), 18) == oslo(2027, 1, 1, 1, 30)


def test_what_has_ended_stays_ended():
    """Counted backwards from the end of August, a day in late February would come to life again."""
    moment = oslo(2025, 2, 28, 10) + SECOND
    assert [channel_usable(address(verified=moment), oslo(2026, 8, day, 9)) for day in (27, 28, 29, 30, 31)] == [
        *(True, True),
        *(False, False, False),
    ]


@pytest.mark.parametrize(
    ("now", "moment", "usable"),
    [
        (oslo(2026, 11, 21, 10), oslo(2025, 5, 21, 10) - SECOND, False),
        (oslo(2026, 11, 21, 10), oslo(2025, 5, 21, 10), False),
        (oslo(2026, 11, 21, 10), oslo(2025, 5, 21, 10) + SECOND, True),
        (oslo(2026, 2, 28, 10), oslo(2024, 8, 31, 10), False),
        (oslo(2026, 2, 28, 10), oslo(2024, 8, 31, 10) + SECOND, True),
        (oslo(2026, 3, 1), oslo(2024, 8, 31, 23, 59), False),
        (oslo(2025, 8, 29, 10), oslo(2024, 2, 29, 10), False),
        (oslo(2025, 8, 29, 10), oslo(2024, 2, 29, 10) + SECOND, True),
        (oslo(2028, 2, 29, 10), oslo(2026, 8, 29, 10), False),
        (oslo(2028, 2, 29, 10), oslo(2026, 8, 29, 10) + SECOND, True),
        # Confirmed in the hour that comes twice: it ends at that time of the day, summer or winter.
        (oslo(2027, 4, 26, 2, 14), datetime(2025, 10, 26, 2, 15, tzinfo=OSLO, fold=1), True),
        (oslo(2027, 4, 26, 2, 15), datetime(2025, 10, 26, 2, 15, tzinfo=OSLO, fold=1), False),
    ],
)
def test_boundary_of_eighteen_months(now, moment, usable):  # AD-73
    assert channel_usable(address(updated=moment), now) is usable
    assert channel_usable(address(verified=moment), now) is usable


@pytest.mark.parametrize(
    ("moment", "due"),
    [(oslo(2025, 8, 21, 10) + SECOND, False), (oslo(2025, 8, 21, 10), True), (oslo(2025, 8, 21, 10) - SECOND, True)],
)
def test_boundary_of_the_prompt_is_fifteen_months(moment, due):  # AD-73
    assert prompt_due(address(verified=moment), NOW) is due
    assert channel_usable(address(verified=moment), NOW)


def test_prompt_of_the_leap_day():
    assert prompt_due(address(verified=oslo(2024, 2, 29, 10)), oslo(2025, 5, 29, 10))
    assert not prompt_due(address(verified=oslo(2024, 2, 29, 10)), oslo(2025, 5, 29, 10) - SECOND)


def test_the_later_of_written_and_confirmed_counts():
    old, new = oslo(2020, 1, 1), oslo(2026, 1, 1)
    assert confirmed_at(address(old, new)) == confirmed_at(address(new, old)) == new
    assert channel_usable(address(old, new), NOW)
    assert channel_usable(address(new, old), NOW)
    assert not channel_usable(address(old, old), NOW)


@pytest.mark.parametrize("unknown", [None, address()])
def test_an_address_never_confirmed_is_not_used_and_is_asked_about(unknown):
    assert not channel_usable(unknown, NOW)
    assert prompt_due(unknown, NOW)


FRESH, STALE = address(verified=oslo(2026, 6, 1)), address(verified=oslo(2025, 5, 1))


def contact(**said) -> RegisteredContact:
    usual = {"reserved": False, "status": ContactStatus.ACTIVE, "may_be_notified": True, "language": "nb"}
    return RegisteredContact(**{"email": FRESH, "mobile": FRESH, **usual, **said})


@pytest.mark.parametrize(("reserved", "status", "may_be_notified"), list(product([False, True], ContactStatus, [True, False])))
def test_every_status_and_reservation(reserved, status, may_be_notified):  # AD-73
    """Only one of the twelve lets a notice out."""
    said = contact(reserved=reserved, status=status, may_be_notified=may_be_notified)
    reachable = (reserved, status, may_be_notified) == (False, ContactStatus.ACTIVE, True)
    assert bool(notice_addresses(said, NOW)) is reachable


@pytest.mark.parametrize(
    ("email", "mobile", "by_email", "by_sms"),
    [
        (FRESH, FRESH, True, True),
        (STALE, FRESH, False, True),
        (FRESH, STALE, True, False),
        (STALE, STALE, False, False),
        (None, FRESH, False, True),
        (None, None, False, False),
    ],
)
def test_each_channel_has_a_clock_of_its_own(email, mobile, by_email, by_sms):  # AD-73
    addresses = notice_addresses(contact(email=email, mobile=mobile), NOW)
    assert (addresses.email is not None, addresses.mobile is not None) == (by_email, by_sms)


def test_addresses_are_in_no_repr():  # AD-72
    assert "navn@eksempel.no" not in repr(contact())
