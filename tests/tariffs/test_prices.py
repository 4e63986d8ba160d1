"""What an e-consultation costs, on which day, for whom."""

from datetime import date

import pytest

from fastlinje.core.clock import age_on
from fastlinje.core.money import Money
from fastlinje.core.refusal import Refused
from fastlinje.tariffs.data import load_tariffs
from fastlinje.tariffs.models import Exemption, Tariff
from fastlinje.tariffs.queries import price_for, quotes_for
from fastlinje.tariffs.rules import CHILD_BELOW, Price
from tests.citizen_world import reading_as

ADULT, TODAY = date(1984, 3, 12), date(2026, 11, 22)


@pytest.fixture
def quote(cast, kari):
    """Prices as a citizen reads them."""
    load_tariffs()

    def ask(**changes):
        asked = {"service": "e_consultation", "on": TODAY, "specialist": False, "birth_date": ADULT, "invoice_fee_ore": 0}
        with reading_as(kari):
            return price_for(**asked | changes)

    return ask


@pytest.mark.parametrize(
    ("on", "specialist", "day", "evening", "certain"),
    [
        (date(2021, 7, 1), False, 16000, 28000, True),
        (date(2022, 6, 30), False, 16000, 28000, True),
        (date(2022, 6, 30), True, 21200, 33200, False),
        (date(2023, 7, 1), False, 17000, 28800, False),
        (TODAY, True, 22400, 34200, False),
    ],
)
def test_dated_prices(quote, on, specialist, day, evening, certain):
    """rules.md 7"""
    found = quote(on=on, specialist=specialist)
    assert found.price == Price(Money(day), Money(evening), Money(0))
    assert found.certain is certain
    assert all(found.sources)


@pytest.mark.parametrize("on", [date(2021, 6, 30), date(2022, 7, 1), date(2023, 6, 30)])
def test_no_price_is_made_up(quote, on):
    with pytest.raises(Refused, match="price_unknown"):
        quote(on=on)


def test_the_offices_fee_comes_in_addition(quote):
    assert quote(invoice_fee_ore=5900).price.invoice_fee == Money(5900)


@pytest.mark.parametrize(("born", "free"), [(date(2010, 11, 23), True), (date(2010, 11, 22), False)])
def test_free_until_the_day_one_turns_sixteen(quote, born, free):
    """rules.md 1 and 7.3: no share and no fee."""
    found = quote(birth_date=born, invoice_fee_ore=5900)
    assert found.price.is_free is free
    assert found.exempt_below == (16 if free else None)


def test_pages_without_prices_say_what_the_figures_say(db):
    """Home says whom it is free for without looking a price up."""
    load_tariffs()
    in_force = Exemption.objects.using("owner").filter(valid_to__isnull=True)
    assert {row.below_age for row in in_force} == {CHILD_BELOW}


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2012, 2, 29), date(2028, 2, 28), 15),
        (date(2012, 2, 29), date(2028, 2, 29), 16),
        (date(2012, 2, 29), date(2027, 2, 28), 14),
    ],
)
def test_age(born, day, age):
    assert age_on(born, day) == age


def test_loading_again_changes_nothing(db):
    first = load_tariffs()
    assert first == Tariff.objects.using("owner").count() + Exemption.objects.using("owner").count()
    assert load_tariffs() == 0


def test_every_figure_has_source_and_date(db):
    load_tariffs()
    for row in Tariff.objects.using("owner").all():
        assert row.source
        assert row.checked_on
        assert row.status in ("sourced", "uncertain")


def test_both_kinds_of_doctor_at_once(kari):
    load_tariffs()
    with reading_as(kari):
        found = quotes_for(service="e_consultation", on=TODAY, birth_date=ADULT, invoice_fee_ore=0)
    assert set(found) == {False, True}


@pytest.mark.parametrize("text", ["", "1-2", "1-2-3-4", "-1-2-3", "1-2-x", "²-1-1", "123456789-1-1"])
def test_a_price_a_page_never_carried(text):
    assert Price.parse(text) is None


def test_a_price_there_and_back():
    price = Price(Money(22400), Money(34200), Money(5900))
    assert Price.parse(str(price)) == price
