"""Services, members, settings and the choice of office, through real requests."""

import re
from datetime import timedelta

import pytest

from fastlinje.core.actor import Face, RoleCode
from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.nonprod.cast import BERG, GRO, KARI, ULRIK
from fastlinje.practices.models import HealthcareService, InfoText, Organization, PractitionerRole
from fastlinje.questionnaires.loading import load_standard_forms
from fastlinje.questionnaires.models import Assignment

SERVICES, MEMBERS, SETTINGS = "/kontor/tjenester/", "/kontor/medarbeidere/", "/kontor/innstillinger/"


def service(cast, code="e_consultation"):
    return HealthcareService.objects.using("owner").get(role=cast.berg_role, code=code)


def switch(cast, role=None, code="e_consultation"):
    return f"{SERVICES}{(role or cast.berg_role).pk}/{code}/"


def test_work_begins_where_it_is(at_tangen, administrator):
    assert at_tangen.get("/kontor/")["Location"] == "/kontor/arbeidsliste/"
    assert administrator.get("/kontor/")["Location"] == MEMBERS


def test_staff_of_two_offices_choose_and_come_back(cast, logins):
    gro = logins.client(GRO, Face.STAFF)
    asked = gro.get("/kontor/arbeidsliste/?vis=mine")
    assert asked["Location"] == "/kontor/velg/?next=%2Fkontor%2Farbeidsliste%2F%3Fvis%3Dmine"
    html = gro.get(asked["Location"]).content.decode()
    assert "Tangen legekontor" in html
    assert "Vika legesenter" in html
    chosen = gro.post("/kontor/velg/", {"office": cast.vika.pk, "next": "/kontor/arbeidsliste/?vis=mine"})
    assert chosen["Location"] == "/kontor/arbeidsliste/?vis=mine"
    assert "Vika legesenter" in gro.get(chosen["Location"]).content.decode()


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "/innboks/", "/finnes-ikke/"])
def test_the_choice_leads_only_to_own_pages(cast, logins, wanted):
    """AD-45"""
    gro = logins.client(GRO, Face.STAFF)
    assert gro.post("/kontor/velg/", {"office": cast.vika.pk, "next": wanted})["Location"] == "/kontor/"


def test_an_office_where_one_does_not_work_is_refused(at_tangen, cast):
    response = at_tangen.post("/kontor/velg/", {"office": cast.vika.pk})
    assert response.status_code == 422
    assert "Velg et av kontorene" in response.content.decode()


def test_a_doctor_switches_off_and_on(cast, at_tangen):
    """F-130"""
    html = at_tangen.get(switch(cast)).content.decode()
    assert "Slå av E-konsultasjon" in html
    refused = at_tangen.post(switch(cast), {"off_reason": "", "back_date": "2001-01-01"})
    assert refused.status_code == 422
    assert "Skriv hvorfor" in refused.content.decode()
    back = oslo_date(now()) + timedelta(days=20)
    at_tangen.post(switch(cast), {"off_reason": "Ferie. Ring kontoret.", "back_date": back.isoformat()})
    assert (service(cast).active, service(cast).back_date) == (False, back)
    assert "Ferie. Ring kontoret." in at_tangen.get(SERVICES).content.decode()
    at_tangen.post(switch(cast), {"active": "yes"})
    assert service(cast).active


def test_others_see_but_cannot_switch(cast, secretary):
    html = secretary.get(SERVICES).content.decode()
    assert "Ingrid Berg" in html
    assert "Slå av" not in html
    assert secretary.get(switch(cast)).status_code == 404
    assert secretary.post(switch(cast), {"off_reason": "Nei"}).status_code == 404
    assert service(cast).active


def test_another_offices_service_is_missing(cast, at_vika, at_tangen):
    """AD-18"""
    for role_id in (cast.berg_role.pk, new_id()):
        for given in ({"active": "yes"}, {"off_reason": "Nei"}):
            assert at_vika.post(f"{SERVICES}{role_id}/e_consultation/", given).status_code == 404
    assert service(cast).active


def test_members_are_listed_added_and_ended(cast, administrator):
    assert "Siri Holm" in administrator.get(MEMBERS).content.decode()
    given = {"given_name": "Ulrik", "family_name": "Vik", "code": "nurse", "national_id": "123"}
    refused = administrator.post(f"{MEMBERS}ny/", given)
    assert refused.status_code == 422
    assert "ikke et gyldig fødselsnummer" in refused.content.decode()
    number = f"{ULRIK.national_id[:6]} {ULRIK.national_id[6:]}"
    assert administrator.post(f"{MEMBERS}ny/", {**given, "national_id": number})["Location"] == MEMBERS
    html = administrator.get(MEMBERS).content.decode()
    assert "Ulrik Vik" in html
    assert ULRIK.national_id not in html
    ending = re.findall(r'href="([^"]+/avslutning/)"[^>]*>Avslutt<span[^>]*> Ulrik Vik', html)[0]
    assert "Ulrik Vik" in administrator.get(ending).content.decode()
    assert administrator.post(ending)["Location"] == MEMBERS
    assert "Ulrik Vik" not in administrator.get(MEMBERS).content.decode()


def test_a_doctors_her_id_is_typed_and_shown(cast, administrator):
    """F-081"""
    address = f"{MEMBERS}{cast.berg_role.pk}/her-id/"
    assert address in administrator.get(MEMBERS).content.decode()
    refused = administrator.post(address, {"her_id": "80948x"})
    assert refused.status_code == 422
    assert "HER-id har bare siffer" in refused.content.decode()
    assert 'value="80948x"' in refused.content.decode()
    assert administrator.post(address, {"her_id": "809 4868"})["Location"] == MEMBERS
    assert "8094868" in administrator.get(MEMBERS).content.decode()
    assert 'value="8094868"' in administrator.get(address).content.decode()
    for role_id in (cast.gro_role.pk, cast.siri_role.pk, new_id()):
        assert administrator.get(f"{MEMBERS}{role_id}/her-id/").status_code == 404
        assert administrator.post(f"{MEMBERS}{role_id}/her-id/", {"her_id": "1"}).status_code == 404


def test_the_last_administrator_stays(cast, administrator):
    response = administrator.post(f"{MEMBERS}{cast.dag_role.pk}/avslutning/")
    assert response.status_code == 409
    assert "minst én kontorleder" in response.content.decode()


def test_another_offices_member_is_missing(cast, administrator):
    """AD-18"""
    for role_id in (cast.gro_role.pk, new_id()):
        assert administrator.get(f"{MEMBERS}{role_id}/avslutning/").status_code == 404
        assert administrator.post(f"{MEMBERS}{role_id}/avslutning/").status_code == 404
    assert PractitionerRole.objects.using("owner").get(pk=cast.gro_role.pk).active


FORM = {
    "phone": "22 33 44 66",
    "opening_hours": "Hele uken 08–15",
    "address": "Storgata 1",
    "postal_code": "0155",
    "city": "Oslo",
    "web_page": "",
    "invoice_fee_kr": "59,50",
    "message_max_chars": "1500",
    "staff_session_hours": "8",
}


def test_settings_are_saved(cast, administrator):
    """AD-18: an office id in the form is nobody's business."""
    response = administrator.post(SETTINGS, {**FORM, "practice": cast.vika.pk, "practice_id": cast.vika.pk, "id": cast.vika.pk})
    assert response["Location"] == f"{SETTINGS}?lagret=kontor"
    assert "Opplysningene er lagret." in administrator.get(response["Location"]).content.decode()
    office = Organization.objects.using("owner").get(pk=cast.tangen.pk)
    assert (office.invoice_fee_ore, office.message_max_chars, office.phone) == (5950, 1500, "+4722334466")
    assert Organization.objects.using("owner").get(pk=cast.vika.pk).message_max_chars == 1000


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"message_max_chars": "100"}, "Velg mellom 500 og 4000 tegn."),
        ({"phone": "ring"}, "Skriv et norsk telefonnummer."),
        ({"staff_session_hours": ""}, "staff_session_hours_error"),
        ({"postal_code": "15"}, "postal_code_error"),
    ],
)
def test_wrong_settings_keep_what_was_typed(administrator, changes, said):
    response = administrator.post(SETTINGS, {**FORM, **changes})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert "Hele uken 08–15" in response.content.decode()


def test_texts_with_counters(cast, administrator):
    """F-220"""
    html = administrator.get(SETTINGS).content.decode()
    assert 'data-limit="200"' in html
    assert 'data-limit="300"' in html
    refused = administrator.post(f"{SETTINGS}tekst/panel/", {"text": "a" * 201})
    assert refused.status_code == 422
    assert "1 tegn for lang" in refused.content.decode()
    assert "a" * 201 in refused.content.decode()
    administrator.post(f"{SETTINGS}tekst/e_consultation/", {"text": "Skriv kort."})
    assert InfoText.objects.using("owner").get(slot="e_consultation").text == "Skriv kort."


def test_a_form_before_e_consultations(cast, administrator):
    (form_id,) = load_standard_forms().values()
    assert "Ikke noe skjema" in administrator.get(SETTINGS).content.decode()
    administrator.post(f"{SETTINGS}skjema/", {"form": form_id})
    assert Assignment.objects.using("owner").get(practice=cast.tangen).questionnaire_id == form_id
    assert administrator.post(f"{SETTINGS}skjema/", {"form": new_id()}).status_code == 404
    administrator.post(f"{SETTINGS}skjema/", {"form": ""})
    assert not Assignment.objects.using("owner").exists()


def test_who_may_not_administer(cast, client, logins, at_tangen, secretary):
    for address in (MEMBERS, f"{MEMBERS}ny/", SETTINGS):
        assert client.get(address)["Location"].startswith("/kontor/logg-inn/")
        assert logins.client(KARI).get(address)["Location"].startswith("/kontor/logg-inn/")  # AD-21
        for browser in (at_tangen, secretary):
            assert browser.get(address)["Location"] == "/kontor/"
    for address in (f"{MEMBERS}ny/", f"{SETTINGS}skjema/"):
        for browser in (at_tangen, secretary):
            assert browser.post(address, FORM)["Location"] == "/kontor/"


def test_a_doctor_who_owns_the_office_does_both(cast, logins):
    PractitionerRole.objects.using("owner").create(id=new_id(), practice=cast.tangen, practitioner=cast.berg, code=RoleCode.OWNER)
    berg = logins.client(BERG, Face.STAFF)
    assert berg.get("/kontor/")["Location"] == "/kontor/arbeidsliste/"
    assert berg.get(MEMBERS).status_code == 200
    assert "Medarbeidere" in berg.get("/kontor/arbeidsliste/").content.decode()


def test_an_administrator_of_two_offices_chooses_first(cast, logins):
    PractitionerRole.objects.using("owner").create(id=new_id(), practice=cast.vika, practitioner=cast.gro, code=RoleCode.ADMIN)
    gro = logins.client(GRO, Face.STAFF)
    assert gro.get(MEMBERS)["Location"] == "/kontor/velg/?next=%2Fkontor%2Fmedarbeidere%2F"


@pytest.mark.parametrize("address", [SERVICES, MEMBERS, SETTINGS])
def test_at_most_six_statements(administrator, statements, address):
    with statements() as asked:
        assert administrator.get(address).status_code == 200
    assert len(asked) <= 6
