"""Pages on the way to 16: too young, waiting for a parent's yes, the parent's page, and what is told at the first login after."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from fastlinje.core.actor import ConsentLevel
from fastlinje.core.clock import OSLO, now, oslo_date
from fastlinje.dialogue.models import Draft
from fastlinje.nonprod.cast import ARNE, KARI, NORA, OLA, PER, Character
from fastlinje.nonprod.factories import make_patient, make_person, make_representation
from fastlinje.nonprod.national_numbers import synthetic_national_id
from fastlinje.people.models import ComingOfAge, Person, YouthAccess

OWNER = "owner"
PAGES = ("/hjem/", "/innboks/", "/profil/", "/e-konsultasjon/", "/samtykke/", "/bytt-person/")


@pytest.mark.parametrize("path", PAGES)
def test_under_thirteen_every_page_says_so(logins, family, path):
    answer = logins.client(OLA).get(path)
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "Du er for ung til å bruke Fastlinje selv" in html
    assert "Innboks" not in html


@pytest.fixture
def mina(cast, logins) -> Client:
    """A mother of 15 whose own parents have not said yes, and Lykke, who lives with her, on Berg's list."""
    today = oslo_date(now())
    who = Character("Mina Nordmann", today.replace(year=today.year - 15), "", 5)
    mother = make_person(*who.names, who.national_id, who.born, consent=ConsentLevel.UNDECIDED)
    born = today - timedelta(days=200)
    lykke = make_person("Lykke", "Nordmann", synthetic_national_id(born, 3), born, consent=ConsentLevel.UNDECIDED)
    make_representation(lykke, mother, shares_address=True)
    make_patient(cast.tangen, lykke, cast.berg_role)
    return logins.client(who)


def test_a_mother_of_fifteen_finds_the_way_to_her_child(mina):
    """Decision 14."""
    shut = mina.get("/hjem/")
    assert shut.status_code == 403
    html = shut.content.decode()
    assert "En av foreldrene dine må si ja først" in html
    assert "Du kan bruke Fastlinje for barnet ditt nå." in html
    assert "Innboks" not in html
    assert html.count('href="/bytt-person/"') == 2  # the menu and the sentence
    page = mina.get("/bytt-person/").content.decode()
    assert "deg selv: ingen egen tilgang ennå" in page
    assert "Bytt til Lykke Nordmann" in page


def test_a_mother_of_fifteen_chooses_and_writes_for_her_child_and_nothing_for_herself(mina):
    """Decision 14"""
    lykke, mother = Person.objects.using(OWNER).get(given_name="Lykke"), Person.objects.using(OWNER).get(given_name="Mina")
    assert mina.post("/bytt-person/", {"person": str(lykke.pk)}).url == "/hjem/"
    assert mina.get("/hjem/")["Location"].startswith("/samtykke/")
    concerns = {"concerns": str(lykke.pk)}
    assert mina.post("/samtykke/", {**concerns, "level": "full"}).url == "/hjem/"
    assert mina.get("/hjem/").status_code == 200
    assert mina.post("/e-konsultasjon/", concerns).status_code == 302
    assert Draft.objects.using(OWNER).get().person_id == lykke.pk
    mother.refresh_from_db(using=OWNER)
    assert mother.consent_level == ConsentLevel.UNDECIDED
    mina.post("/bytt-person/", {"person": str(mother.pk)})
    for path in ("/hjem/", "/innboks/", "/timer/", "/profil/", "/samtykke/", "/innsyn/"):
        assert mina.get(path).status_code == 403, path


def test_a_child_who_acts_for_nobody_finds_no_such_way(logins, family):
    YouthAccess.objects.using(OWNER).update(ended_at=now())
    for who in (OLA, NORA):
        html = logins.client(who).get("/hjem/").content.decode()
        assert "/bytt-person/" not in html
        assert "for barnet ditt" not in html


@pytest.mark.parametrize("path", PAGES)
def test_before_a_parent_has_said_yes_every_page_says_so(logins, family, path):
    YouthAccess.objects.using(OWNER).update(ended_at=now())
    answer = logins.client(NORA).get(path)
    assert answer.status_code == 403
    assert "En av foreldrene dine må si ja først" in answer.content.decode()


def test_scripts_are_told_too(logins, family):
    answer = logins.client(OLA).post("/e-konsultasjon/skriv/lagre/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (403, {"error": "no_own_access"})


def test_kari_says_yes_for_nora_and_takes_it_back(logins, family):
    YouthAccess.objects.using(OWNER).all().delete()
    nora, kari = logins.client(NORA), logins.client(KARI)
    assert kari.get("/egen-tilgang/").status_code == 404
    kari.post("/bytt-person/", {"person": str(family.nora.pk)})
    assert "/egen-tilgang/" in kari.get("/bytt-person/").content.decode()
    concerns = {"concerns": str(family.nora.pk)}
    kari.post("/egen-tilgang/", {"act": "give", **concerns})
    html = kari.get("/egen-tilgang/").content.decode()
    assert "Kari Nordmann sa ja i dag" in html
    assert nora.get("/hjem/").status_code == 200
    kari.post("/egen-tilgang/", {"act": "end", **concerns})
    assert "Kari Nordmann tok det tilbake i dag" in kari.get("/egen-tilgang/").content.decode()
    assert nora.get("/hjem/").status_code == 403


def test_without_full_access_for_the_child_it_is_explained(logins, family):
    YouthAccess.objects.using(OWNER).all().delete()
    Person.objects.using(OWNER).filter(pk=family.nora.pk).update(consent_level=ConsentLevel.BASIS)
    kari = logins.client(KARI)
    answer = kari.post("/egen-tilgang/", {"act": "give", "concerns": str(family.nora.pk)})
    assert answer.status_code == 409
    assert "Velg full tilgang for barnet først." in answer.content.decode()
    assert not YouthAccess.objects.using(OWNER).exists()


@pytest.mark.parametrize("act", ["", "begge"])
def test_an_act_that_does_not_exist_is_not_found(logins, family, act):
    assert logins.client(KARI).post("/egen-tilgang/", {"act": act, "concerns": str(family.nora.pk)}).status_code == 404


@pytest.mark.parametrize("who", ["ola", "arne"])
def test_the_page_is_for_parents_of_those_of_the_age(logins, family, who):
    kari = logins.client(KARI)
    kari.post("/bytt-person/", {"person": str(getattr(family, who).pk)})
    assert "/egen-tilgang/" not in kari.get("/bytt-person/").content.decode()
    assert kari.get("/egen-tilgang/").status_code == (200 if who == "ola" else 404)


def test_what_sixteen_changed_is_told_once(cast, logins):
    today = oslo_date(now())
    who = Character("Mina Nordmann", today.replace(year=today.year - 16), "", 5)
    make_representation(make_person(*who.names, who.national_id, who.born), cast.kari, shares_address=True)
    mina = logins.client(who)
    html = mina.get("/fylt-16/").content.decode()
    assert "Nå styrer du selv" in html
    assert "Foreldrene dine valgte full tilgang for deg." in html
    assert mina.post("/fylt-16/", {"to": "privacy"}).url == "/profil/personvern/"
    assert mina.post("/fylt-16/").url == "/hjem/"
    assert ComingOfAge.objects.using(OWNER).count() == 1
    assert mina.get("/fylt-16/").url == logins.client(KARI).get("/fylt-16/").url == "/hjem/"


def test_a_page_opened_before_midnight_is_refused_after_it_with_an_explanation(cast, logins):
    """AD-25: Kari writes for Mina at 23.59 and sends at 00.01."""
    midnight = (now().astimezone(OSLO) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    who = Character("Mina Nordmann", date(midnight.year - 16, midnight.month, midnight.day), "", 5)
    mina = make_person(*who.names, who.national_id, who.born)
    make_representation(mina, cast.kari, shares_address=True)
    make_patient(cast.tangen, mina, cast.berg_role)
    with time_machine.travel(midnight - timedelta(minutes=1), tick=False) as clock:
        kari = logins.client(KARI)
        kari.post("/bytt-person/", {"person": str(mina.pk)})
        assert kari.get("/e-konsultasjon/").status_code == 200
        clock.move_to(midnight + timedelta(minutes=1))
        answer = kari.post("/e-konsultasjon/", {"concerns": str(mina.pk)})
        html = answer.content.decode()
        assert answer.status_code == 403
        assert "fordi barnet har fylt 16 år" in html
        assert "Nå gjelder sidene deg selv" in kari.get("/hjem/").content.decode()


def test_a_youth_is_told_why_they_cannot_give_a_power_of_attorney(logins, family):
    """Not after eleven digits and a name are typed."""
    nora = logins.client(NORA)
    page = nora.get("/profil/fullmakter/").content.decode()
    assert "Du må ha fylt 16 år for å gi fullmakt." in page
    assert "/profil/fullmakter/ny/" not in page
    assert nora.get("/profil/fullmakter/ny/").url == "/profil/fullmakter/"
    assert "/profil/fullmakter/ny/" in logins.client(KARI).get("/profil/fullmakter/").content.decode()


def test_strangers_and_givers_see_no_trace(logins, family):
    for who in (PER, ARNE):
        assert logins.client(who).get("/egen-tilgang/").status_code == 404


def test_a_youth_who_tries_to_withdraw_is_told_whose_choice_it_is(logins, family):
    nora = logins.client(NORA)
    assert nora.get("/profil/personvern/").status_code == 200
    answer = nora.post("/profil/personvern/trekk-tilbake/", {"level": "basis", "sure": "on"}, follow=True)
    assert "Til du fyller 16 år, er det foreldrene dine som velger" in answer.content.decode()
    assert Person.objects.using(OWNER).get(pk=family.nora.pk).consent_level == ConsentLevel.FULL
