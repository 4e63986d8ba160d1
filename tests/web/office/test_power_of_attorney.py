"""Powers of attorney on paper, at the office's desk."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from fastlinje.core.actor import Face
from fastlinje.nonprod.cast import DAG, GRO, PER, SIRI
from fastlinje.people.models import Person
from fastlinje.practices.models import PaperPower


@pytest.fixture
def siri_browser(logins, settings) -> Client:
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    return logins.client(SIRI, Face.STAFF)


@pytest.fixture
def address(cast) -> str:
    return reverse("office_power_of_attorney", args=[cast.astrid_patient.pk])


def registered(client: Client, address: str, **fields: object):
    fields = {
        "holder_name": PER.name, "holder_national_id": PER.national_id, "scopes": ["dialogue"], "with_consent": "on",
        "reason": "Har ikke BankID. Viste pass.", "received_by": "Siri Holm", **fields,
    }  # fmt: skip
    return client.post(address, fields)


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_registering_and_ending(siri_browser, address, cast):
    first = siri_browser.get(address)
    assert "Astrid Dahl, 90 år" in text(first)
    assert 'value="Siri Holm"' in first.content.decode()
    assert registered(siri_browser, address)["Location"] == address + "?nytt=registrert"
    page = text(siri_browser.get(address))
    for words in ("Per Hansen", "Venter på svar", "Har ikke BankID. Viste pass.", "av Siri Holm"):
        assert words in page
    assert Person.objects.using("owner").get(pk=cast.astrid.pk).consent_level == "full"
    ending = f"{address}{PaperPower.objects.using('owner').get().pk}/avslutning/"
    assert "Per Hansen kan ikke lenger gjøre noe for pasienten" in text(siri_browser.get(ending))
    assert siri_browser.post(ending)["Location"] == address + "?nytt=avsluttet"
    assert siri_browser.get(ending).status_code == 404
    assert "Avsluttet" in text(siri_browser.get(address))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": ""}, "Skriv hvorfor fullmakten registreres her."),
        ({"reason": "x" * 501}, "Teksten er for lang."),
        ({"received_by": " "}, "Skriv navnet på den som tok imot skjemaet."),
        ({"holder_national_id": "1"}, "Dette er ikke et gyldig fødselsnummer."),
        ({"scopes": []}, "Velg minst én tjeneste."),
    ],
)
def test_a_mistake_is_shown_and_nothing_is_registered(siri_browser, address, fields, sentence):
    answer = registered(siri_browser, address, **fields)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not PaperPower.objects.using("owner").exists()


def test_pressed_twice_it_is_registered_once(siri_browser, address):
    key = re.search(r'name="key" value="([^"]+)"', siri_browser.get(address).content.decode()).group(1)
    assert registered(siri_browser, address, key=key).status_code == 302
    assert registered(siri_browser, address, key=key).status_code == 302
    assert PaperPower.objects.using("owner").count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_office_finds_no_such_patient(logins, cast, siri_browser, address, method):
    """AD-13"""
    registered(siri_browser, address)
    gro = logins.client(GRO, Face.STAFF, practice=cast.vika)
    assert gro.get(address).status_code == registered(gro, address).status_code == 404
    ending = f"{address}{PaperPower.objects.using('owner').get().pk}/avslutning/"
    assert getattr(gro, method)(ending).status_code == 404


def test_an_administrator_is_not_let_in(logins, address, siri_browser):
    assert logins.client(DAG, Face.STAFF).get(address).status_code == 302
