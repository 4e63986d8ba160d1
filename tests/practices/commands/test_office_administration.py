"""Services, texts, settings and members: who may, what is refused, what it leaves behind."""

from datetime import timedelta

import pytest

from fastlinje.audit.models import AuditEvent, Outcome
from fastlinje.core.actor import Face, RoleCode
from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused
from fastlinje.nonprod.cast import BERG, DAG, GRO, LIE, PER, SIRI, ULRIK
from fastlinje.people.commands.choose_office import choose_office
from fastlinje.practices.commands.end_role import end_role
from fastlinje.practices.commands.invite_member import invite_member
from fastlinje.practices.commands.set_her_id import set_her_id
from fastlinje.practices.commands.set_info_text import set_info_text
from fastlinje.practices.commands.set_office import e164, set_office
from fastlinje.practices.commands.set_service import set_service
from fastlinje.practices.models import HealthcareService, InfoText, Organization, Practitioner, PractitionerRole

TODAY = oslo_date(now())
SERVICE = {"code": "e_consultation", "active": False, "off_reason": "Ferie. Ring kontoret.", "back_date": None}
MEMBER = {"given_name": "Ulrik", "family_name": "Vik", "national_id": ULRIK.national_id, "code": "secretary"}
OFFICE = {
    "phone": "22 33 44 66",
    "address": "Storgata 2",
    "postal_code": "0155",
    "city": "Oslo",
    "opening_hours": "Mandag 08–15\r\nTirsdag 08–15",
    "web_page": "https://tangen.example",
    "invoice_fee_ore": 5900,
    "message_max_chars": 2000,
    "staff_session_hours": 8,
}


class World:
    """The people a case acts as."""

    def __init__(self, cast, logins):
        self.cast, self.logins = cast, logins

    def dag(self):
        return self.logins.actor(DAG, Face.ADMIN)

    def staff(self, who=BERG, practice=None):
        return self.logins.actor(who, Face.STAFF, practice=practice)

    def service(self, actor=None, role=None, **changes):
        given = {**SERVICE, **changes}
        return set_service(actor=actor or self.staff(), now=now(), role_id=(role or self.cast.berg_role).pk, **given)

    def text(self, actor=None, slot="panel", text="Hei"):
        return set_info_text(actor=actor or self.dag(), now=now(), slot=slot, text=text)

    def office(self, actor=None, **changes):
        return set_office(actor=actor or self.dag(), now=now(), **{**OFFICE, **changes})

    def her_id(self, her_id="8094868", actor=None, role=None):
        return set_her_id(actor=actor or self.dag(), now=now(), role_id=(role or self.cast.berg_role).pk, her_id=her_id)

    def invite(self, actor=None, **changes):
        return invite_member(actor=actor or self.dag(), now=now(), **{**MEMBER, **changes})

    def end(self, role_id, actor=None):
        return end_role(actor=actor or self.dag(), now=now(), role_id=role_id)

    def choose(self, practice_id):
        return choose_office(actor=self.staff(GRO), now=now(), practice_id=practice_id)


@pytest.fixture
def world(cast, logins):
    return World(cast, logins)


SUBSTITUTE = {"code": "substitute", "end_date": TODAY + timedelta(days=9)}
CASES = [
    ("set_service", "not_found", lambda w: w.service(role=w.cast.gro_role)),
    ("set_service", "not_found", lambda w: w.service(role=w.cast.siri_role)),
    ("set_service", "not_found", lambda w: w.service(code="flying")),
    ("set_service", "not_yours", lambda w: w.service(w.staff(SIRI))),
    ("set_service", "not_yours", lambda w: w.service(w.staff(LIE))),
    ("set_service", "not_available", lambda w: w.service(code="prescription_renewal", active=True)),
    ("set_service", "reason_missing", lambda w: w.service(off_reason=" ")),
    ("set_service", "reason_too_long", lambda w: w.service(off_reason="a" * 201)),
    ("set_service", "back_date_past", lambda w: w.service(back_date=TODAY)),
    ("set_info_text", "not_administrator", lambda w: w.text(w.staff())),
    ("set_info_text", "unknown_slot", lambda w: w.text(slot="front")),
    ("set_info_text", "text_too_long", lambda w: w.text(text="a" * 201)),
    ("set_info_text", "text_too_long", lambda w: w.text(slot="e_consultation", text="a" * 301)),
    ("set_office", "not_administrator", lambda w: w.office(w.staff())),
    ("set_office", "message_length", lambda w: w.office(message_max_chars=499)),
    ("set_office", "message_length", lambda w: w.office(message_max_chars=4001)),
    ("set_office", "session_hours", lambda w: w.office(staff_session_hours=13)),
    ("set_office", "invoice_fee", lambda w: w.office(invoice_fee_ore=10_001)),
    ("set_office", "phone_missing", lambda w: w.office(phone="ring oss")),
    ("invite_member", "not_administrator", lambda w: w.invite(w.staff())),
    ("invite_member", "owner_needed", lambda w: w.invite(code="owner")),
    ("invite_member", "unknown_role", lambda w: w.invite(code="king")),
    ("invite_member", "name_missing", lambda w: w.invite(family_name="")),
    ("invite_member", "national_id_invalid", lambda w: w.invite(national_id="12345678901")),
    ("invite_member", "hpr_invalid", lambda w: w.invite(hpr_number="12a")),
    ("invite_member", "dates_reversed", lambda w: w.invite(start_date=TODAY + timedelta(days=2), end_date=TODAY)),
    ("invite_member", "end_past", lambda w: w.invite(end_date=TODAY - timedelta(days=1))),
    ("invite_member", "substitute_needs_end", lambda w: w.invite(code="substitute")),
    ("invite_member", "substitutes_for_missing", lambda w: w.invite(**SUBSTITUTE)),
    ("invite_member", "substitutes_for_missing", lambda w: w.invite(**SUBSTITUTE, substitutes_for_id=w.cast.gro_role.pk)),
    ("invite_member", "already_member", lambda w: w.invite(national_id=SIRI.national_id)),
    ("set_her_id", "not_administrator", lambda w: w.her_id(actor=w.staff())),
    ("set_her_id", "not_found", lambda w: w.her_id(role=w.cast.gro_role)),
    ("set_her_id", "not_found", lambda w: w.her_id(role=w.cast.siri_role)),
    *[("set_her_id", "her_id_invalid", lambda w, wrong=wrong: w.her_id(wrong)) for wrong in ("12a", "012", "-1", "1" * 11, "١٢")],
    ("set_her_id", "her_id_taken", lambda w: w.her_id(taken_elsewhere(w))),
    ("end_role", "not_administrator", lambda w: w.end(w.cast.siri_role.pk, w.staff())),
    ("end_role", "not_found", lambda w: w.end(w.cast.gro_role.pk)),
    ("end_role", "not_found", lambda w: w.end(new_id())),
    ("end_role", "owner_needed", lambda w: w.end(owner(w).pk)),
    ("end_role", "last_administrator", lambda w: w.end(w.cast.dag_role.pk)),
    ("choose_office", "not_a_member", lambda w: w.choose(new_id())),
]


def taken_elsewhere(w):
    Practitioner.objects.using("owner").filter(pk=w.cast.gro.pk).update(her_id="8094867")
    return "8094867"


def owner(w):
    return PractitionerRole.objects.using("owner").create(
        id=new_id(), practice=w.cast.tangen, practitioner=w.cast.berg, code=RoleCode.OWNER
    )


@pytest.mark.parametrize(("name", "code", "act"), CASES, ids=[f"{name}-{code}-{n}" for n, (name, code, _) in enumerate(CASES)])
def test_refused(world, name, code, act):
    with pytest.raises(Refused) as refusal:
        act(world)
    assert refusal.value.code == code
    event = AuditEvent.objects.using("owner").order_by("-recorded_at", "-id").first()
    assert (event.action, event.outcome, event.refusal_code) == (name, Outcome.REFUSED, code)


def test_a_doctor_switches_their_own_service(world):
    """F-130: immediate and logged."""
    back = TODAY + timedelta(days=30)
    world.service(back_date=back)
    row = HealthcareService.objects.using("owner").get(role=world.cast.berg_role, code="e_consultation")
    assert (row.active, row.off_reason, row.back_date) == (False, "Ferie. Ring kontoret.", back)
    world.service(active=True)
    row.refresh_from_db()
    assert (row.active, row.off_reason, row.back_date) == (True, "", None)
    assert AuditEvent.objects.using("owner").filter(action__in=["service.on", "service.off"]).count() == 2


def test_an_administrator_switches_everybodys(world):
    world.service(world.dag(), code="contact_office")
    assert HealthcareService.objects.using("owner").filter(role=world.cast.berg_role, code="contact_office").exists()


def test_texts_are_written_and_taken_away(world):
    """F-222: who changed it is shown."""
    world.text(text="Stengt 24. desember.\r\nGod jul!")
    text = InfoText.objects.using("owner").get(practice=world.cast.tangen, slot="panel")
    assert (text.text, text.changed_by) == ("Stengt 24. desember.\nGod jul!", "Dag Moen")
    world.text(slot="e_consultation", text="a" * 300)
    world.text(text="")
    assert list(InfoText.objects.using("owner").values_list("slot", flat=True)) == ["e_consultation"]


def test_settings_hold_at_once(world):
    world.office()
    office = Organization.objects.using("owner").get(pk=world.cast.tangen.pk)
    assert (office.phone, office.message_max_chars, office.opening_hours) == ("+4722334466", 2000, "Mandag 08–15\nTirsdag 08–15")
    assert Organization.objects.using("owner").get(pk=world.cast.vika.pk).phone == "+4755667788"


def test_phone_numbers_as_people_write_them():
    assert [e164(text) for text in ("22 33 44 55", "+47 22334455", "0047 22334455", "", "x")] == ["+4722334455"] * 3 + ["", ""]


def test_an_invited_member_can_log_in(world, logins):
    world.invite(code="nurse")
    actor = logins.actor(ULRIK, Face.STAFF)
    assert (actor.practice_id, actor.roles) == (world.cast.tangen.pk, {RoleCode.NURSE})


def test_one_person_is_one_practitioner_at_all_offices(world):
    before = Practitioner.objects.using("owner").count()
    world.invite(national_id=GRO.national_id, given_name="Gro Anne", code="secretary")
    assert Practitioner.objects.using("owner").count() == before
    assert PractitionerRole.objects.using("owner").filter(practitioner=world.cast.gro, practice=world.cast.tangen).count() == 2


def test_a_substitute_stands_in_for_a_doctor(world, logins):
    world.invite(**SUBSTITUTE, substitutes_for_id=world.cast.berg_role.pk, hpr_number="9144999")
    role = PractitionerRole.objects.using("owner").get(practitioner__hpr_number="9144999")
    assert role.substitutes_for_id == world.cast.berg_role.pk
    assert logins.actor(ULRIK, Face.STAFF).may_treat


def test_an_ended_role_is_gone_at_the_next_click(world, logins):
    """AD-20"""
    siri = world.staff(SIRI)
    world.end(world.cast.siri_role.pk)
    with pytest.raises(Refused, match="session_ended"):
        world.service(siri)


def test_a_her_id_is_typed_changed_and_taken_away(world):
    """F-081: unique among doctors, logged once for each change."""
    for given in ("8094868", "8094868", "8094869", ""):
        world.her_id(given)
        assert Practitioner.objects.using("owner").get(pk=world.cast.berg.pk).her_id == given
    assert AuditEvent.objects.using("owner").filter(action="member.her_id", outcome=Outcome.SUCCESS).count() == 3


def test_an_owner_may_make_owners(world):
    owner(world)
    berg = world.logins.actor(BERG, Face.ADMIN)
    world.invite(berg, code="owner")
    world.end(world.cast.dag_role.pk, berg)


def test_a_citizen_who_is_invited_keeps_two_identities(world, logins):
    """AD-22"""
    world.invite(national_id=PER.national_id, given_name="Per", family_name="Hansen")
    citizen, staff = logins.actor(PER), logins.actor(PER, Face.STAFF)
    assert citizen.login_id != staff.login_id
    assert (citizen.practice_id, staff.person_id) == (None, None)
