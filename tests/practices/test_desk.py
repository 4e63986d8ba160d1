"""The desk: somebody who calls is registered, and the office knows whom a notice reaches (F-187)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from fastlinje.audit import gate
from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Face
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused
from fastlinje.nonprod.cast import GRO, KARI, PER, SIRI
from fastlinje.nonprod.factories import make_patient
from fastlinje.nonprod.national_numbers import synthetic_national_id
from fastlinje.people.models import ContactPoint, NoticePreference, Person, RelatedPerson
from fastlinje.people.notice_choice import PRESETS, NoticeKind
from fastlinje.practices.commands.register_at_desk import register_at_desk
from fastlinje.practices.models import Patient
from fastlinje.practices.reach import Reach, reach_of

OWNER = "owner"
NEWCOMER = synthetic_national_id(date(1941, 2, 3), 7)


@pytest.fixture
def siri(logins):
    return logins.actor(SIRI, Face.STAFF)


def register(actor, national_id=NEWCOMER, **changes):
    about = {"given_name": "Alma", "family_name": "Berge", "phone": "22 33 44 55", **changes}
    return register_at_desk(actor=actor, now=now(), national_id=national_id, **about)


def patient(patient_id) -> Patient:
    return Patient.objects.using(OWNER).get(pk=patient_id)


def reach(actor, *patients):
    with gate.reading(actor, now=now()) as fresh:
        return reach_of(fresh, patients, now=now())


# somebody new


def test_somebody_who_calls_becomes_a_patient_on_nobodys_list(siri, cast):
    row = patient(register(siri))
    assert (row.name, row.birth_date, row.phone) == ("Alma Berge", date(1941, 2, 3), "+4722334455")
    assert (row.practice_id, row.general_practitioner_id, row.active) == (cast.tangen.pk, None, False)
    assert row.national_id == NEWCOMER
    event = AuditEvent.objects.using(OWNER).get(action="patient.register_at_desk")
    assert (event.person_id, event.why) == (row.person_id, "new")


def test_the_number_and_the_phone_are_sealed(siri):
    row = patient(register(siri))
    assert b"4722334455" not in bytes(row.__dict__["phone"])
    assert NEWCOMER.encode() not in bytes(row.__dict__["national_id"])
    assert Person.objects.using(OWNER).get(pk=row.person_id).national_id == NEWCOMER


def test_twice_is_once(siri):
    assert register(siri) == register(siri, given_name="Noe", family_name="Annet", phone="")
    assert patient(register(siri)).name == "Alma Berge"


def test_a_patient_here_stays_as_they_are(siri, cast):
    assert register(siri, KARI.national_id, given_name="Feil") == cast.kari_patient.pk
    assert patient(cast.kari_patient.pk).name == "Kari Nordmann"


def test_somebody_known_elsewhere_is_neither_told_of_nor_changed(siri, cast):
    """The name is the caller's: a number gives nobody's name away."""
    row = patient(register(siri, PER.national_id))
    assert (row.person_id, row.name) == (cast.per.pk, "Alma Berge")
    assert Person.objects.using(OWNER).get(pk=cast.per.pk).name == PER.name
    assert patient(cast.per_patient.pk).active


def test_at_two_offices_it_is_one_person(siri, logins, cast):
    """A patient at each."""
    gro = logins.actor(GRO, Face.STAFF, practice=cast.vika)
    rows = [patient(register(actor)) for actor in (siri, gro)]
    assert rows[0].person_id == rows[1].person_id
    assert rows[0].practice_id != rows[1].practice_id


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"given_name": ""}, "name_missing"),
        ({"family_name": ""}, "name_missing"),
        ({"national_id": "12345678901"}, "national_id_invalid"),
        ({"national_id": ""}, "national_id_invalid"),
        ({"phone": "12"}, "phone_invalid"),
    ],
)
def test_what_is_refused(siri, changes, code):
    with pytest.raises(Refused) as refusal:
        register(siri, **changes)
    assert refusal.value.code == code
    assert not Patient.objects.using(OWNER).filter(family_name="Berge").exists()


def test_a_citizen_registers_nobody(kari):
    with pytest.raises(Exception, match="permission denied"):
        register(kari)


# whom a notice reaches


def test_who_has_never_been_here_must_be_called(siri):
    made = register(siri)
    assert reach(siri, made) == {made: Reach.NONE}
    assert Reach.NONE.must_be_called
    assert Reach.QUIET.must_be_called
    assert not Reach.TOLD.must_be_called


def test_a_confirmed_address_is_reached_for_eighteen_months(siri, cast):
    kari = cast.kari_patient.pk
    assert reach(siri, kari) == {kari: Reach.TOLD}
    points = ContactPoint.objects.using(OWNER).filter(person=cast.kari)
    points.update(verified_at=now() - timedelta(days=17 * 30))
    assert reach(siri, kari) == {kari: Reach.TOLD}
    points.update(verified_at=now() - timedelta(days=19 * 31))
    assert reach(siri, kari) == {kari: Reach.QUIET}
    points.all().delete()
    assert reach(siri, kari) == {kari: Reach.QUIET}


@pytest.mark.parametrize(("level", "expected"), [("undecided", Reach.NONE), ("none", Reach.NONE), ("basis", Reach.TOLD)])
def test_consent_decides(siri, cast, level, expected):
    Person.objects.using(OWNER).filter(pk=cast.kari.pk).update(consent_level=level)
    assert reach(siri, cast.kari_patient.pk)[cast.kari_patient.pk] is expected


def test_who_has_switched_it_off_is_called(siri, cast):
    choice = NoticePreference.objects.using(OWNER).create(
        person=cast.kari, preset="all", switches={"appointment": False}, first_channel="sms", changed_at=now()
    )
    assert reach(siri, cast.kari_patient.pk)[cast.kari_patient.pk] is Reach.QUIET
    choice.switches = {"answer": False}
    choice.save(using=OWNER)
    assert reach(siri, cast.kari_patient.pk)[cast.kari_patient.pk] is Reach.TOLD


def test_every_preset_tells_about_times():
    """gate.reach counts on it."""
    assert all(NoticeKind.APPOINTMENT in kinds for kinds in PRESETS.values())


def test_a_small_child_is_reached_by_a_parent(siri, cast):
    child = Person.objects.using(OWNER).create(
        id=new_id(), given_name="Ida", family_name="N", birth_date=now().date() - timedelta(days=3000),
        national_id=(number := synthetic_national_id(now().date() - timedelta(days=3000), 8)),
        national_id_index=number.encode()[:32], consent_level="full", created_at=now(),
    )  # fmt: skip
    made = make_patient(cast.tangen, child, cast.berg_role)
    assert reach(siri, made.pk) == {made.pk: Reach.NONE}
    RelatedPerson.objects.using(OWNER).create(
        id=new_id(), person=child, related=cast.kari, basis="parental", source="register:test", shares_address=True,
        checked_at=now(), created_at=now(),
    )  # fmt: skip
    assert reach(siri, made.pk) == {made.pk: Reach.TOLD}


def test_where_the_register_knows_addresses(siri, cast, settings):
    ContactPoint.objects.using(OWNER).filter(person=cast.kari).delete()
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, krr_url="https://krr.example")
    assert reach(siri, cast.kari_patient.pk)[cast.kari_patient.pk] is Reach.REGISTER


def test_another_offices_patients_are_not_told_of(siri, cast):
    assert reach(siri, cast.per_patient.pk, new_id()) == {}
    assert reach(siri) == {}
