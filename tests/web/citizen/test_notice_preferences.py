"""Choosing what one is told, on the page and in what follows from it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fastlinje.core.clock import now
from fastlinje.core.refusal import Refused
from fastlinje.nonprod.cast import KARI, PER
from fastlinje.people.commands.choose_notices import choose_notices
from fastlinje.people.models import ContactPoint, NoticePreference
from fastlinje.people.notice_choice import NoticeChoice, NoticeKind
from fastlinje.people.queries import notice_choice_of
from tests.citizen_world import OWNER, reading_as

from .pages import fields_of, text_of

PAGE = reverse("notice_preferences")
OWN = {"preset": "own", "kinds": ["answer"], "first_channel": "email", "night": "no"}


def chosen_on(response) -> dict:
    filled = fields_of(response)
    return {name: filled[name] for name in ("preset", "kinds", "first_channel", "night")}


def test_somebody_who_never_chose_gets_all(browser):
    """F-069: sent unless switched off."""
    assert chosen_on(browser.get(PAGE)) == {
        "preset": ["all"],
        "kinds": ["answer", "appointment", "reminder", "news", "power", "receipt"],
        "first_channel": ["sms"],
        "night": ["yes"],
    }


def test_choosing_oneself_and_a_preset_afterwards(browser, kari):
    assert browser.post(PAGE, OWN).url == PAGE + "?nytt=lagret"
    page = browser.get(PAGE)
    assert chosen_on(page) == {"preset": ["own"], "kinds": ["answer"], "first_channel": ["email"], "night": ["no"]}
    browser.post(PAGE, OWN | {"preset": "few"})
    with reading_as(kari) as actor:
        assert notice_choice_of(actor.person_id).kinds == {NoticeKind.ANSWER, NoticeKind.APPOINTMENT, NoticeKind.NEWS}
    assert fields_of(browser.get(PAGE))["preset"] == ["few"]
    assert NoticePreference.objects.using(OWNER).count() == 1


def test_every_text_is_shown_and_the_profile_leads_here(browser):
    page = text_of(browser.get(PAGE))
    assert "Eksempel legekontor har svart deg. Du kan svare tilbake når du er logget inn." in page
    assert "Vi har mottatt henvendelsen din." in page
    assert "Koden din er" not in page
    assert PAGE in text_of(browser.get(reverse("profile")))


@pytest.mark.parametrize("changes", [{"preset": "x"}, {"kinds": ["x"]}, {"first_channel": "fax"}, {"night": ""}])
def test_what_is_no_choice_is_said_and_nothing_kept(browser, changes):
    response = browser.post(PAGE, OWN | changes)
    assert response.status_code == 422
    assert "Velg ett av alternativene." in text_of(response)
    assert not NoticePreference.objects.using(OWNER).exists()


@pytest.mark.parametrize("changes", [{"preset": "x"}, {"kinds": ["x"]}, {"first_channel": "fax"}])
def test_the_command_refuses_what_is_no_choice(kari, changes):
    usual = {"preset": "few", "kinds": [], "first_channel": "sms", "quiet_at_night": True}
    with pytest.raises(Refused, match="unknown_choice"):
        choose_notices(actor=kari, now=now(), **usual | changes)
    assert not NoticePreference.objects.using(OWNER).exists()


def test_nobody_reads_anothers(browser, logins, cast):
    """The database alone keeps a stranger out."""
    browser.post(PAGE, OWN)
    with reading_as(logins.actor(PER)):
        assert notice_choice_of(cast.kari.pk) == NoticeChoice()
        assert not NoticePreference.objects.exists()


def test_statements(browser, statements):
    browser.get(PAGE)
    with statements() as ran:
        browser.get(PAGE)
    assert len(ran) <= 6


def test_staff_and_nobody(nobodys):
    assert nobodys.get(PAGE).status_code == 302
    assert nobodys.post(PAGE, OWN).status_code == 401


def test_an_old_mobile_is_asked_about_but_locks_nobody_out(browser, cast):
    """AD-73, F-007"""
    ContactPoint.objects.using(OWNER).filter(person=cast.kari).update(verified_at=now() - timedelta(days=470))
    home = browser.get(reverse("home"))
    assert "Bekreft e-post og mobil på nytt" in text_of(home)
    ContactPoint.objects.using(OWNER).filter(person=cast.kari).update(verified_at=now() - timedelta(days=900))
    home = browser.get(reverse("home"))
    assert "Vi har ingen bekreftet e-post eller mobil" in text_of(home)
    assert browser.get(reverse("inbox")).status_code == 200
    assert KARI.name.split()[0] in text_of(home)
