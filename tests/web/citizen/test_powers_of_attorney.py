"""The pages of powers of attorney, from both sides."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.nonprod.cast import ASTRID, KARI, PER
from fastlinje.people.models import Person, PowerOfAttorney, RelatedPerson

OVERVIEW = "/profil/fullmakter/"


@pytest.fixture
def kari_browser(logins, settings) -> Client:
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    return logins.client(KARI)


@pytest.fixture
def per_browser(logins) -> Client:
    return logins.client(PER)


def given(client: Client, **fields: object):
    fields = {"holder_name": PER.name, "holder_national_id": PER.national_id, "scopes": ["dialogue", "appointments"], **fields}
    return client.post(reverse("power_of_attorney_new"), fields)


def only_power() -> PowerOfAttorney:
    return PowerOfAttorney.objects.using("owner").get()


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def accepted(kari_browser: Client, per_browser: Client) -> str:
    given(kari_browser)
    power = str(only_power().pk)
    assert per_browser.post(f"{OVERVIEW}{power}/svar/", {"answer": "yes"}).status_code == 302
    return power


def test_the_whole_way(kari_browser, per_browser):
    answer = kari_browser.get(reverse("power_of_attorney_new"))
    key = re.search(r'name="key" value="([^"]+)"', answer.content.decode()).group(1)
    assert given(kari_browser, key=key)["Location"] == OVERVIEW + "?nytt=gitt"
    assert given(kari_browser, key=key)["Location"] == OVERVIEW + "?nytt=gitt"  # pressed twice: once
    page = text(kari_browser.get(OVERVIEW))
    assert "Per Hansen" in page
    assert "Venter på svar" in page
    assert "Kari Nordmann vil gi deg fullmakt" in text(per_browser.get(OVERVIEW))
    one = f"{OVERVIEW}{only_power().pk}/"
    assert "Ja, ta imot fullmakten" in text(per_browser.get(one))
    assert per_browser.post(one + "svar/", {"answer": "yes"})["Location"] == OVERVIEW + "?nytt=tatt-imot"
    assert "Meldinger og e-konsultasjon, timer" in text(per_browser.get(OVERVIEW))
    changed = kari_browser.post(one + "endring/", {"scopes": ["invoices"]})
    assert changed["Location"] == OVERVIEW + "?nytt=endret"
    assert "Erstattet av en ny" in text(kari_browser.get(OVERVIEW))
    new = PowerOfAttorney.objects.using("owner").get(ended_at__isnull=True)
    assert per_browser.post(f"{OVERVIEW}{new.pk}/avslutning/")["Location"] == OVERVIEW + "?nytt=avsluttet"
    assert "av den som fikk den" in text(kari_browser.get(f"{OVERVIEW}{new.pk}/"))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"holder_national_id": "123"}, "Dette er ikke et gyldig fødselsnummer."),
        ({"holder_name": "Per"}, "Skriv både fornavn og etternavn."),
        ({"scopes": []}, "Velg minst én tjeneste."),
        ({"scopes": ["alt"]}, "Velg blant tjenestene i listen."),
        ({"end_date": "i morgen"}, "Skriv datoen som dd.mm.åååå."),
        ({"end_date": (oslo_date(now()) - timedelta(days=1)).isoformat()}, "Siste dag kan ikke være før første dag."),
        ({"holder_national_id": KARI.national_id}, "Dette er ditt eget fødselsnummer."),
    ],
)
def test_a_mistake_is_shown_at_its_field_and_what_was_typed_stays(kari_browser, fields, sentence):
    answer = given(kari_browser, **fields)
    assert answer.status_code == 422
    assert sentence in text(answer)
    kept = fields.get("holder_name", PER.name)
    assert f'value="{kept}"' in answer.content.decode()
    assert not PowerOfAttorney.objects.using("owner").exists()


def test_a_refusal_about_the_giver_stands_on_top(kari_browser, cast):
    """AD-28"""
    Person.objects.using("owner").filter(pk=cast.kari.pk).update(address_protection="6")
    answer = given(kari_browser)
    assert answer.status_code == 422
    assert "Du har adressesperre, og kan derfor ikke gi fullmakt her." in text(answer)


def test_a_refusal_to_the_holder_stays_on_the_page(kari_browser, per_browser, cast):
    """AD-28"""
    given(kari_browser)
    Person.objects.using("owner").filter(pk=cast.kari.pk).update(address_protection="6")
    answer = per_browser.post(f"{OVERVIEW}{only_power().pk}/svar/", {"answer": "yes"})
    assert answer.status_code == 409
    assert "kan ikke tas imot nå" in text(answer)


@pytest.mark.parametrize("path", ["", "svar/", "endring/", "avslutning/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_finds_nothing(kari_browser, per_browser, logins, path, method):
    """F-111, AD-13"""
    power = accepted(kari_browser, per_browser)
    stranger = logins.client(ASTRID)
    answer = getattr(stranger, method)(f"{OVERVIEW}{power}/{path}", {"answer": "yes", "scopes": ["dialogue"]})
    assert answer.status_code in (404, 405)
    assert "Nordmann" not in text(stranger.get(OVERVIEW))
    assert only_power().ended_at is None


def test_the_holder_cannot_change_it(kari_browser, per_browser):
    power = accepted(kari_browser, per_browser)
    assert per_browser.get(f"{OVERVIEW}{power}/endring/").status_code == 404
    assert per_browser.post(f"{OVERVIEW}{power}/endring/", {"scopes": ["dialogue"]}).status_code == 404
    assert "Endre" not in text(per_browser.get(f"{OVERVIEW}{power}/"))


def test_an_answer_that_is_neither_yes_nor_no_does_nothing(kari_browser, per_browser):
    given(kari_browser)
    one = f"{OVERVIEW}{only_power().pk}/"
    assert per_browser.post(one + "svar/", {})["Location"] == one
    assert only_power().accepted_at is None


def test_saying_no(kari_browser, per_browser):
    given(kari_browser)
    one = f"{OVERVIEW}{only_power().pk}/"
    assert per_browser.post(one + "svar/", {"answer": "no"})["Location"] == OVERVIEW + "?nytt=takket-nei"
    assert "Takket nei" in text(kari_browser.get(OVERVIEW))


def test_while_acting_for_another_one_is_asked_to_come_back_first(kari_browser, per_browser, cast):
    accepted(kari_browser, per_browser)
    answer = per_browser.post(reverse("power_of_attorney_new"), {"concerns": str(cast.kari.pk), "scopes": ["dialogue"]})
    assert answer.status_code == 403
    assert "Bytt til deg selv" in text(answer)


def test_as_many_statements_for_three_powers_as_for_one(kari_browser, logins):
    counts = []
    for who in (PER, ASTRID):
        given(kari_browser, holder_name=who.name, holder_national_id=who.national_id)
        with CaptureQueriesContext(connection) as caught:
            kari_browser.get(OVERVIEW)
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 6


def test_the_profile_leads_there(kari_browser):
    assert f'href="{OVERVIEW}"' in kari_browser.get(reverse("profile")).content.decode()


def test_an_empty_form_says_everything_that_is_missing_at_once(kari_browser):
    page = text(kari_browser.post(reverse("power_of_attorney_new"), {}))
    for sentence in ("Skriv både fornavn og etternavn.", "Skriv fødselsnummeret", "Velg minst én tjeneste."):
        assert sentence in page


class TestWhatRegistersSay:
    """Read-only, with the source, from both sides; only what holds now."""

    def registered(self, cast, **changes: object) -> RelatedPerson:
        fields = {"person": cast.kari, "related": cast.per, "basis": "guardian", "source": "register:Vergeregisteret"} | changes
        return RelatedPerson.objects.using("owner").create(
            id=new_id(), scopes=["dialogue"], checked_at=now(), created_at=now(), **fields
        )

    def test_both_sides(self, kari_browser, per_browser, cast):
        self.registered(cast)
        over = text(kari_browser.get(OVERVIEW))
        assert "De kan handle for deg" in over
        assert "Per Hansen Vergemål Meldinger og e-konsultasjon Vergeregisteret, sjekket i dag" in over
        mine = text(per_browser.get(OVERVIEW))
        assert "Du kan handle for" in mine
        assert "Kari Nordmann Vergemål Meldinger og e-konsultasjon Vergeregisteret" in mine

    @pytest.mark.parametrize(
        "changes",
        [{"ended_at": now()}, {"source": "power_of_attorney:1"}, {"start_date": date(2099, 1, 1)}, {"end_date": date(2020, 1, 1)}],
    )
    def test_only_what_holds_and_comes_from_a_register(self, kari_browser, per_browser, cast, changes):
        self.registered(cast, **changes)
        assert "Det registrene sier" not in text(kari_browser.get(OVERVIEW))
        assert "Det registrene sier" not in text(per_browser.get(OVERVIEW))

    def test_a_protected_address_represents_nobody(self, kari_browser, cast):
        """AD-28"""
        self.registered(cast)
        Person.objects.using("owner").filter(pk=cast.per.pk).update(address_protection="6")
        assert "Per Hansen" not in text(kari_browser.get(OVERVIEW))

    def test_strangers_see_nothing(self, logins, cast):
        self.registered(cast)
        assert "Det registrene sier" not in text(logins.client(ASTRID).get(OVERVIEW))
