"""The page of one's own logins, as a citizen and as staff."""

import re

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fastlinje.core.actor import Face
from fastlinje.nonprod.cast import BERG, KARI, PER

PAGES = [("own_sessions", KARI, Face.CITIZEN), ("office_own_sessions", BERG, Face.STAFF)]


@pytest.fixture(autouse=True)
def installation(settings):
    """The product's own addresses; no provider is needed here."""
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    with override_settings(ROOT_URLCONF="fastlinje.config.urls"):
        yield


def values(page: str) -> list[str]:
    """What the buttons would send."""
    return re.findall(r'name="end" value="([^"]+)"', page)


@pytest.mark.parametrize(("name", "who", "face"), PAGES)
def test_one_login_has_nothing_to_end(logins, name, who, face):
    page = logins.client(who, face).get(reverse(name)).content.decode()
    assert "Denne nettleseren" in page
    assert values(page) == []


@pytest.mark.parametrize(("name", "who", "face"), PAGES)
def test_ending_the_other_login(logins, name, who, face):
    here, there = logins.client(who, face), logins.client(who, face)
    (other,) = values(here.get(reverse(name)).content.decode())
    answer = here.post(reverse(name), {"end": other}, follow=True)
    assert "1 innlogging er avsluttet." in answer.content.decode()
    assert there.get(reverse(name)).status_code == 302
    assert here.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(("name", "who", "face"), PAGES)
def test_ending_all_others(logins, name, who, face):
    here, *others = (logins.client(who, face) for _ in range(3))
    assert values(here.get(reverse(name)).content.decode())[-1] == "others"
    page = here.post(reverse(name), {"end": "others"}, follow=True).content.decode()
    assert "2 innlogginger er avsluttet." in page
    assert all(client.get(reverse(name)).status_code == 302 for client in others)


@pytest.mark.parametrize("sent", ["", "all", "'; --", "018f0000-0000-7000-8000-000000000000"])
def test_what_is_not_ones_own_is_not_there(logins, sent):
    assert logins.client(KARI).post(reverse("own_sessions"), {"end": sent}).status_code == 404


def test_another_persons_login_is_not_there(logins):
    """AD-13"""
    per = logins.actor(PER)
    assert logins.client(KARI).post(reverse("own_sessions"), {"end": str(per.session_id)}).status_code == 404


def test_as_many_statements_for_three_logins_as_for_one(logins):
    kari = logins.client(KARI)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as caught:
            kari.get(reverse("own_sessions"))
        counts.append(len(caught))
        logins.client(KARI), logins.client(KARI)
    assert counts[0] == counts[1] <= 6


@pytest.mark.parametrize("address", ["?avsluttet=x", "?avsluttet=-1", "?avsluttet=99999", "?avsluttet=%F0%9D%9F%99"])
def test_a_made_up_number_says_nothing(logins, address):
    page = logins.client(KARI).get(reverse("own_sessions") + address).content.decode()
    assert "avsluttet." not in page
