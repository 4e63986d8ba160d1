"""Who is offered a power of attorney is led to it when they log in, since somebody waits for the answer."""

import pytest
from django.urls import include, path

from fastlinje.core.clock import now
from fastlinje.nonprod.cast import KARI, PER, Character
from fastlinje.people.commands.give_power_of_attorney import give_power_of_attorney

from . import pages

urlpatterns = [*pages.urlpatterns, path("profil/fullmakter/", include("fastlinje.web.citizen.powers.urls"))]


@pytest.fixture(autouse=True)
def with_powers(settings, installation):
    settings.ROOT_URLCONF = __name__


def offer(logins, to: Character, name: str = "") -> None:
    number = {"holder_national_id": to.national_id, "holder_name": name or to.name}
    give_power_of_attorney(actor=logins.actor(KARI), now=now(), scopes=["dialogue"], **number)


def test_an_offer_comes_first(visitor, logins):
    offer(logins, PER)
    assert visitor.log_in(PER)["Location"] == "/profil/fullmakter/"


def test_unless_the_person_was_on_the_way_to_something(visitor, logins):
    offer(logins, PER)
    assert visitor.log_in(PER, "/logg-inn/?next=/timer/")["Location"] == "/timer/"


def test_neither_the_giver_nor_a_stranger_with_the_number_is_led_anywhere(visitor, logins):
    offer(logins, PER, "Berit Berg")
    assert visitor.log_in(PER)["Location"] == "/hjem/"
    assert visitor.log_in(KARI)["Location"] == "/hjem/"
