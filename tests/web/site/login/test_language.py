"""The language goes along through the login, between the browser and the person."""

import pytest

from fastlinje.nonprod.cast import KARI
from fastlinje.people.models import Person
from fastlinje.web.language import COOKIE


def saved() -> str:
    return Person.objects.using("owner").get(given_name="Kari").language


@pytest.fixture
def kari_reads_english(cast):
    Person.objects.using("owner").filter(pk=cast.kari.pk).update(language="en")


def test_what_was_chosen_before_the_first_login_is_kept_with_the_person(visitor, cast):
    visitor.us.cookies[COOKIE] = "nn"
    visitor.log_in(KARI)
    assert saved() == "nn"


def test_the_browser_learns_what_the_person_has_chosen(visitor, cast, kari_reads_english):
    visitor.us.cookies[COOKIE] = "nn"
    assert visitor.log_in(KARI).cookies[COOKIE].value == "en"
    assert saved() == "en"


def test_without_a_choice_nothing_is_stored(visitor, cast):
    assert COOKIE not in visitor.log_in(KARI).cookies
    assert saved() == ""
