"""The GP's page and the page of every office, for the person, strangers, and after a change of GP."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fastlinje.core.actor import RoleCode
from fastlinje.core.clock import now, oslo_date
from fastlinje.nonprod.cast import KARI
from fastlinje.nonprod.factories import make_conversation, make_office, make_patient, make_practitioner, make_role
from fastlinje.practices.models import HealthcareService, Patient, PractitionerRole
from tests.citizen_world import OWNER
from tests.people.registers.numbers import national_id

from .pages import text_of

GP, CONTACTS = reverse("gp_page"), reverse("health_contacts")


def colleague(cast, serial: int, code: RoleCode = RoleCode.GP, **fields):
    return make_role(cast.tangen, make_practitioner("Turid", f"Tveit{serial}", national_id(serial)), code, **fields)


def test_the_gp_and_the_office(browser, cast):
    """F-013"""
    page = text_of(browser.get(GP))
    for part in ("Ingrid Berg", cast.tangen.name, "Telefon", "Bytt fastlege på Helsenorge", CONTACTS):
        assert part in page
    assert GP in text_of(browser.get(reverse("home")))


def test_colleagues_and_substitutes_of_today_only(browser, cast):
    """F-013"""
    today = oslo_date(now())
    colleague(cast, 41)
    colleague(cast, 42, end_date=today - timedelta(days=1))
    colleague(cast, 43, RoleCode.SUBSTITUTE, substitutes_for=cast.berg_role, end_date=today + timedelta(days=9))
    page = text_of(browser.get(GP))
    assert "<li>Turid Tveit41</li>" in page
    assert "Tveit42" not in page
    assert "Turid Tveit43 er vikar til og med" in page


def test_every_service_off(browser, cast):
    """F-012: the office's number is still there."""
    HealthcareService.objects.using(OWNER).filter(practice=cast.tangen).update(active=False, off_reason="Ferie.")
    page = text_of(browser.get(GP))
    assert "Fastlegen din tar ikke imot noe her nå." in page
    assert "Ferie." in page
    assert f"tel:{cast.tangen.phone}" in page


def test_no_gp_here(browser, cast):
    """F-012"""
    Patient.objects.using(OWNER).filter(person=cast.kari).update(general_practitioner=None)
    page = text_of(browser.get(GP))
    assert "Vi finner ingen fastlege for deg her" in page
    assert "Bytt fastlege på Helsenorge" in page


@pytest.fixture
def moved(cast):
    """Kari has moved from Tangen to a new office, and has a conversation at the old one."""
    old = make_conversation(cast.kari_patient, cast.berg_role)
    Patient.objects.using(OWNER).filter(pk=cast.kari_patient.pk).update(active=False)
    office = make_office("Nye legekontor", "993110469")
    role = make_role(office, make_practitioner("Nils", "Ny", national_id(51)), RoleCode.GP)
    make_patient(office, cast.kari, role)
    return old


def test_old_conversations_stay_readable(browser, cast, moved):
    """F-081"""
    page = text_of(browser.get(CONTACTS))
    assert page.index("Nye legekontor") < page.rindex(cast.tangen.name)
    href = reverse("my_conversation", args=[moved.pk])
    assert href in page
    assert browser.get(href).status_code == 200
    assert "Nils Ny" in text_of(browser.get(GP))


def test_a_stranger_sees_only_their_own(pers, cast, moved):
    page = text_of(pers.get(CONTACTS))
    assert str(moved.pk) not in page
    assert "Nye legekontor" not in page


def test_basis_sees_offices_and_no_conversations(bastians, cast):
    assert bastians.get(CONTACTS).status_code == 200
    assert bastians.get(GP).status_code == 200


def test_the_same_statements_for_one_and_three(browser, cast, statements):
    make_conversation(cast.kari_patient, cast.berg_role)
    colleague(cast, 41)
    counts = []
    for more in (0, 2):
        for serial in range(more):
            make_conversation(cast.kari_patient, cast.berg_role)
            colleague(cast, 44 + serial)
        for page in (GP, CONTACTS):
            browser.get(page)
            with statements() as ran:
                browser.get(page)
            counts.append(len(ran))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 6
    assert PractitionerRole.objects.using(OWNER).filter(practice=cast.tangen, code=RoleCode.GP).count() >= 4


def test_nobody_logs_in_first(nobodys):
    for page in (GP, CONTACTS):
        assert nobodys.get(page).url.startswith(reverse("login_citizen"))
    assert KARI.national_id not in text_of(nobodys.get(GP, follow=False))
