"""Choosing what one is told, on the page and in what follows from it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused
from fastlinje.nonprod.cast import PER
from fastlinje.notifications.models import Notice
from fastlinje.people.commands.choose_notices import choose_notices
from fastlinje.people.models import ContactPoint, NoticePreference
from fastlinje.people.notice_choice import PRESETS, NoticeChoice, NoticeKind, Preset
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


def test_changing_the_boxes_is_choosing_oneself(browser, kari):
    """Also without JavaScript, where the button above stays as it was."""
    browser.post(PAGE, OWN | {"preset": "all", "kinds": ["answer", "news"]})
    with reading_as(kari) as actor:
        assert notice_choice_of(actor.person_id).kinds == {NoticeKind.ANSWER, NoticeKind.NEWS}
    assert fields_of(browser.get(PAGE))["preset"] == ["own"]


def test_boxes_left_as_they_were_say_nothing(browser, kari):
    page = fields_of(browser.get(PAGE))
    browser.post(PAGE, page | {"preset": ["few"]})
    with reading_as(kari) as actor:
        assert notice_choice_of(actor.person_id).kinds == PRESETS[Preset.FEW]
    assert fields_of(browser.get(PAGE))["preset"] == ["few"]


def test_boxes_that_say_the_same_as_the_preset_are_the_preset(browser):
    browser.post(PAGE, OWN | {"preset": "few", "kinds": [kind.value for kind in PRESETS[Preset.FEW]]})
    assert fields_of(browser.get(PAGE))["preset"] == ["few"]


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


def confirmed(cast, **months: float) -> None:
    """Kari's addresses, confirmed so many months ago by kind."""
    for system, ago in months.items():
        point = ContactPoint.objects.using(OWNER).filter(person=cast.kari, system=system)
        point.update(verified_at=now() - timedelta(days=ago * 30.5))


@pytest.mark.parametrize(
    ("email", "sms", "sentence", "variant"),
    [
        (1, 1, "", ""),
        (1, 15.5, "Bekreft e-post og mobil på nytt", "info"),
        (15.5, 17.5, "Bekreft e-post og mobil på nytt", "info"),
        (17.5, 17.5, "Bekreft e-post eller mobil innen", "warning"),
        (19, 17.5, "Bekreft e-post eller mobil innen", "warning"),
        (19, 19, "Vi har ingen bekreftet e-post eller mobil", "warning"),
    ],
)
def test_an_old_address_is_asked_about_but_locks_nobody_out(browser, cast, email, sms, sentence, variant):
    """AD-73, F-007: a reminder from month 15, a warning from month 17 or when nothing can be used."""
    confirmed(cast, email=email, sms=sms)
    home = text_of(browser.get(reverse("home")))
    asked = [words for words in ("på nytt, så", "eller mobil innen", "ingen bekreftet") if words in home]
    assert len(asked) == bool(sentence)
    assert sentence in home
    assert (f'data-color="{variant}"' in home) == bool(variant)
    assert browser.get(reverse("inbox")).status_code == 200
    assert browser.get(reverse("e_consultation")).status_code == 200


@pytest.mark.parametrize("reason", ["register_says_no", "not_in_register"])
def test_told_when_the_register_has_dropped_an_address(browser, cast, reason):
    """AD-73: at the next login, until a notice gets through again."""
    notice(cast, "dropped", reason)
    assert "Se og rett hos norge.no" in text_of(browser.get(reverse("home")))
    notice(cast, "sent", "")
    assert "norge.no" not in text_of(browser.get(reverse("home")))


def test_others_troubles_are_not_told(logins, cast):
    notice(cast, "dropped", "register_says_no")
    assert "norge.no" not in text_of(logins.client(PER).get(reverse("home")))


def notice(cast, status: str, error: str) -> None:
    number = Notice.objects.using(OWNER).count()
    Notice.objects.using(OWNER).create(
        id=new_id(), person=cast.kari, template="answered", language="nb", channel="sms", event_key=str(number), status=status,
        last_error=error, created_at=now(),
    )  # fmt: skip
