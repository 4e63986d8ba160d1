"""Consent where one person acts for another: whose choice is missing, who may make it, and taking it back (F-004, F-006, F-110)."""

import pytest
from django.test import Client

from fastlinje.core.actor import ConsentLevel
from fastlinje.dialogue.models import Draft
from fastlinje.nonprod.cast import ARNE, KARI, NORA
from fastlinje.nonprod.factories import make_conversation
from fastlinje.people.models import Consent, ContactPoint, Person

from .pages import text_of

OWNER = "owner"


def choose(person: Person, level: str) -> None:
    Person.objects.using(OWNER).filter(pk=person.pk).update(consent_level=level)


def level_of(person: Person) -> str:
    return Person.objects.using(OWNER).get(pk=person.pk).consent_level


@pytest.fixture
def acting(logins, family):
    """Kari's browser, acting for one of her family."""

    def as_(person: Person) -> Client:
        kari = logins.client(KARI)
        kari.post("/bytt-person/", {"person": str(person.pk)})
        return kari

    return as_


@pytest.mark.parametrize("own", ["undecided", "basis"])
def test_whose_own_consent_is_missing_is_asked_for_it_and_goes_on(cast, family, acting, own):
    """F-004: no dead end. Once it led round and round, storing a choice for the child that changed nothing."""
    choose(cast.kari, own)
    for person in (family.ola, family.arne):
        choose(cast.kari, own)
        kari = acting(person)
        asked = kari.get("/innboks/", follow=True)
        page = text_of(asked)
        assert asked.redirect_chain[-1][0].startswith("/samtykke/meg/")
        assert "For å bruke Fastlinje for andre må du selv ha full tilgang." in page
        assert f'name="concerns" value="{cast.kari.pk}"' in page
        onward = kari.post("/samtykke/meg/", {"level": "full", "next": "/innboks/", "concerns": str(cast.kari.pk)})
        assert (onward.status_code, onward["Location"]) == (302, "/innboks/")
        assert level_of(cast.kari) == ConsentLevel.FULL
        assert f"Du handler på vegne av <strong>{person.name}</strong>" in text_of(kari.get("/innboks/"))
    assert not Consent.objects.using(OWNER).exclude(person=cast.kari).exists()


def test_ones_own_choice_is_never_stored_for_another(cast, family, acting):
    """AD-29: nor when the form is tampered with."""
    choose(cast.kari, "basis")
    choose(family.ola, "basis")
    acting(family.ola).post("/samtykke/meg/", {"level": "full", "concerns": str(family.ola.pk)})
    assert (level_of(cast.kari), level_of(family.ola)) == ("full", "basis")


@pytest.mark.parametrize("theirs", ["undecided", "basis", "none"])
def test_who_holds_a_power_reads_that_the_giver_has_not_chosen(family, acting, theirs):
    """F-110: true words, and nothing the holder could choose."""
    choose(family.arne, theirs)
    kari = acting(family.arne)
    answer = kari.get("/innboks/")
    assert answer.status_code == 403
    assert f"{ARNE.name} har ikke valgt full tilgang" in text_of(answer)
    assert kari.post("/samtykke/", {"level": "full"}).status_code == 403
    assert kari.get("/innboks/", headers={"accept": "application/json"}).json() == {"error": "consent_missing"}
    assert level_of(family.arne) == theirs


def test_somebody_with_basis_is_not_said_to_have_no_gp(family, acting):
    choose(family.arne, "basis")
    choose(family.ola, "basis")
    for person, may_choose in ((family.arne, False), (family.ola, True)):
        kari = acting(person)
        for path in ("/hjem/", "/fastlege/"):
            page = text_of(kari.get(path))
            assert f"{person.name} har ikke full tilgang" in page
            assert "Legekontoret er Tangen legekontor" in page
            assert "ingen fastlege" not in page
            assert ('<a class="ds-link" href="/samtykke/">' in page) is may_choose


def test_a_person_without_a_gp_is_named(family, acting):
    family.ola_patient.general_practitioner = None
    family.ola_patient.save(using=OWNER)
    page = text_of(acting(family.ola).get("/hjem/"))
    assert "Vi finner ingen fastlege for Ola Nordmann her" in page


def test_a_parent_takes_the_childs_consent_back(cast, family, acting, worker):
    """F-006: as easy as it was given. The other parent's draft goes too; the history stays."""
    make_conversation(family.ola_patient, cast.berg_role)
    kari = acting(family.ola)
    kari.post("/e-konsultasjon/", {"concerns": str(family.ola.pk)})
    assert Draft.objects.using(OWNER).filter(person=family.ola).count() == 1
    assert 'href="/profil/personvern/"' in text_of(kari.get("/bytt-person/"))
    overview = text_of(kari.get("/profil/personvern/"))
    assert "Valgt for Ola Nordmann" in overview
    preview = text_of(kari.get("/profil/personvern/trekk-tilbake/"))
    for words in (
        "Ingen kan lenger skrive til legen for Ola Nordmann",
        "1 utkast slettes",
        "1 samtale blir hos legekontoret",
        "1 samtale er ikke avsluttet",
        "Bestill kopi",
    ):
        assert words in preview
    done = kari.post("/profil/personvern/trekk-tilbake/", {"level": "none", "concerns": str(family.ola.pk)}, follow=True)
    assert "Ingen tilgang" in text_of(done)
    assert (level_of(family.ola), level_of(cast.kari)) == ("none", "full")
    assert not Draft.objects.using(OWNER).exists()
    worker.run()
    assert kari.get("/innboks/")["Location"].startswith("/samtykke/?")
    row = Consent.objects.using(OWNER).get(person=family.ola)
    assert (row.previous_level, row.level) == ("full", "none")


def test_a_young_person_is_out_the_moment_it_is_taken_back(family, acting, logins):
    """rules.md 1.4: their own access needs the full consent."""
    nora = logins.client(NORA)
    assert nora.get("/innboks/").status_code == 200
    acting(family.nora).post("/profil/personvern/trekk-tilbake/", {"level": "basis", "concerns": str(family.nora.pk)})
    assert nora.get("/innboks/").status_code == 403


@pytest.mark.parametrize(("who", "told"), [("nora", True), ("ola", False)])
def test_a_parent_is_told_that_the_young_persons_own_settings_go(family, acting, who, told):
    """And not whether there are any."""
    child = getattr(family, who)
    ContactPoint.objects.using(OWNER).filter(person=child).delete()
    page = text_of(acting(child).get("/profil/personvern/trekk-tilbake/"))
    assert (f"E-post, mobil og varslingsvalg som {child.name} selv har lagt inn, slettes." in page) is told


def test_a_power_does_not_reach_the_givers_consent(family, acting):
    kari = acting(family.arne)
    assert kari.get("/profil/personvern/").status_code == 403
    answer = kari.post("/profil/personvern/trekk-tilbake/", {"level": "none", "concerns": str(family.arne.pk)})
    assert (answer.status_code, level_of(family.arne)) == (403, "full")


def test_the_copy_is_ordered_without_switching_back(family, acting):
    """F-006: a copy before it goes, one click away; whom it is about is chosen on its page."""
    kari = acting(family.ola)
    page = text_of(kari.get("/profil/kopi/"))
    assert "Ola Nordmann" in page
    assert kari.post("/profil/kopi/", {"person": str(family.ola.pk)}).status_code == 302
