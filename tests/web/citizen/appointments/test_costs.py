"""What an appointment costs, and what it costs not to come."""

from datetime import date, datetime, time

import pytest
from django.urls import reverse

from fastlinje.core.clock import OSLO
from fastlinje.core.money import Money
from fastlinje.scheduling.models import Appointment, AppointmentService
from fastlinje.tariffs.models import Tariff
from fastlinje.tariffs.queries import appointment_cost
from fastlinje.web.citizen.appointments.costs import cost_of, terms
from tests.citizen_world import reading_as
from tests.scheduling_world import OWNER
from tests.web.citizen.pages import text_of

from .walk import book as book_it
from .walk import choose

ADULT = date(1984, 3, 12)


@pytest.mark.parametrize(
    ("at", "specialist", "share", "missed"),
    [
        (datetime(2026, 11, 24, 9, tzinfo=OSLO), True, 22400, 30400),
        (datetime(2026, 11, 24, 15, 59, tzinfo=OSLO), True, 22400, 30400),
        (datetime(2026, 11, 24, 16, tzinfo=OSLO), True, 34200, 30400),
        (datetime(2026, 11, 28, 9, tzinfo=OSLO), False, 28800, 18800),
        (datetime(2026, 11, 24, 9, tzinfo=OSLO), False, 17000, 18800),
    ],
    ids=["day", "just before four", "from four", "saturday", "no specialist"],
)
def test_by_the_hour_and_the_doctor(kari, at, specialist, share, missed):
    """rules.md 7.1: decided by when the appointment is."""
    with reading_as(kari):
        cost = cost_of(at, is_specialist=specialist, birth_date=ADULT)
    assert (cost.share, cost.missed) == (Money(share), Money(missed))
    assert not cost.certain


def test_children_pay_nothing_but_for_not_coming(kari):
    """rules.md 7.3"""
    with reading_as(kari):
        cost = appointment_cost(on=date(2026, 11, 24), evening=False, specialist=True, birth_date=date(2015, 1, 1))
    assert (cost.share, cost.exempt_below, cost.missed) == (Money(0), 16, Money(30400))


def test_before_booking(browser, book):
    page = text_of(choose(browser, book.first))
    assert "Egenandelen er 224\u00a0kr." in page
    assert "vanligvis 304\u00a0kr" in page
    assert "Prisene er usikre" in page


def test_what_we_have_no_price_of(browser, book):
    """Nothing is made up: neither for another kind of appointment, nor when no figure is in force."""
    AppointmentService.objects.using(OWNER).update(kind="own")
    page = text_of(choose(browser, book.first))
    assert "Egenandelen" not in page
    assert "kan legekontoret kreve gebyr." in page
    AppointmentService.objects.using(OWNER).update(kind="consultation")
    Tariff.objects.using(OWNER).filter(service__in=["consultation", "missed_appointment"]).delete()
    page = text_of(choose(browser, book.first))
    assert "Egenandelen" not in page
    assert "Prisene er usikre" not in page


def test_late(browser, book):
    appointment_id = book_it(browser, book, book.add(time(10, 20)))
    Appointment.objects.using(OWNER).update(cancel_by=datetime(2020, 1, 1, tzinfo=OSLO))
    for name in ("appointment_cancellation", "appointment", "appointment_receipt"):
        page = text_of(browser.get(reverse(name, args=[appointment_id])))
        assert "Avbestiller du nå, eller ikke møter, kan legekontoret kreve gebyr, vanligvis 304\u00a0kr." in page


def test_after_booking_too(browser, book, cast):
    """F-017: the same words as before the booking, wherever one looks it up, and when it is moved."""
    appointment_id = book_it(browser, book, book.first)
    for name in ("appointment", "appointment_receipt"):
        page = text_of(browser.get(reverse(name, args=[appointment_id])))
        assert "Avbestill senest" in page
        assert "Avbestiller du senere, eller ikke møter, kan legekontoret kreve gebyr, vanligvis 304\u00a0kr." in page
    browser.post(reverse("appointment_move", args=[appointment_id]), {"slot": str(book.second.pk)})
    moving = text_of(browser.get(reverse("appointment_move_confirmation", args=[appointment_id, book.second.pk])))
    assert "vanligvis 304\u00a0kr." in moving


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2027-01-11T10:00", "Avbestill senest i dag, mandag 11. januar kl. 10.00."),
        ("2027-01-12T00:00", "Avbestill senest i morgen, tirsdag 12. januar kl. 00.00."),
        ("2027-01-13T09:59", "Avbestill senest onsdag 13. januar kl. 09.59."),
        ("2027-01-11T09:59", "Fristen for å avbestille uten gebyr er allerede ute."),
    ],
)
def test_until_when_to_the_minute(at, said):
    now = datetime(2027, 1, 11, 9, 59, 30, tzinfo=OSLO)
    first, _fee = terms(datetime.fromisoformat(at).replace(tzinfo=OSLO), None, now)
    assert first.startswith(said)
