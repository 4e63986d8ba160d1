"""What is done on the command line: a new office, a new operator, and the patients on a doctor's list."""

from datetime import date

import pytest

from fastlinje.core.actor import Actor, Capacity, Face, RoleCode
from fastlinje.core.clock import now
from fastlinje.core.refusal import Refused
from fastlinje.nonprod.cast import BERG, KARI, OSKAR, PER, SIRI, ULRIK
from fastlinje.nonprod.national_numbers import synthetic_national_id
from fastlinje.people.models import Person
from fastlinje.practices.commands.create_office import create_office
from fastlinje.practices.commands.create_operator import create_operator
from fastlinje.practices.commands.register_patient import register_patient, take_off_list
from fastlinje.practices.models import Organization, Patient
from fastlinje.practices.patient_list import UnreadableList, import_list, read_list

JOB = Actor.job("fastlinje, test")
OFFICE = {
    "name": "Åsen legekontor",
    "organization_number": "912345009",
    "phone": "55 50 12 34",
    "owner_given_name": "Ulrik",
    "owner_family_name": "Vik",
    "owner_national_id": ULRIK.national_id,
    "owner_hpr_number": "9999001",
    "owner_is_gp": True,
}
NEWCOMER = synthetic_national_id(date(2001, 2, 3), 7)


@pytest.fixture
def as_worker(cast, worker):
    with worker.connected():
        yield cast


def make(**changes):
    return create_office(actor=JOB, now=now(), **{**OFFICE, **changes})


def register(cast, national_id=NEWCOMER, hpr="9144900", given="Nina", family="Ny"):
    return register_patient(
        actor=JOB,
        now=now(),
        practice_id=cast.tangen.pk,
        given_name=given,
        family_name=family,
        national_id=national_id,
        gp_hpr_number=hpr,
    )


def refusal_of(act, *arguments, **named):
    with pytest.raises(Refused) as refusal:
        act(*arguments, **named)
    assert refusal.value.sentence
    return refusal.value.code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": ""}, "office_name"),
        ({"name": "x" * 41}, "office_name"),
        ({"organization_number": "123456789"}, "organization_number"),
        ({"organization_number": "974760673"}, "organization_known"),
        ({"phone": "ring"}, "phone_missing"),
        ({"owner_given_name": ""}, "name_missing"),
        ({"owner_national_id": "1"}, "national_id_invalid"),
        ({"owner_hpr_number": "x"}, "hpr_invalid"),
    ],
)
def test_an_office_is_refused(as_worker, changes, code):
    assert refusal_of(make, **changes) == code
    assert Organization.objects.using("owner").count() == 2


def test_a_new_office_has_an_owner_who_can_log_in(cast, worker, logins):
    with worker.connected():
        office_id = make()
    owner = logins.actor(ULRIK, Face.STAFF)
    assert (owner.practice_id, owner.roles, owner.capacity) == (office_id, {RoleCode.OWNER, RoleCode.GP}, Capacity.STAFF)
    assert logins.actor(ULRIK, Face.ADMIN).capacity is Capacity.ADMIN


def test_an_owner_known_from_elsewhere_is_the_same_practitioner(cast, worker, logins):
    with worker.connected():
        make(owner_given_name="Ingrid", owner_family_name="Berg", owner_national_id=BERG.national_id)
    assert len(logins.actor(BERG, Face.STAFF).memberships) == 2


def test_an_operator_logs_in_without_a_clinical_role(cast, worker, logins):
    given = {"given_name": "Ulrik", "family_name": "Vik", "national_id": ULRIK.national_id}
    with worker.connected():
        create_operator(actor=JOB, now=now(), **given)
        assert refusal_of(create_operator, actor=JOB, now=now(), **given) == "operator_known"
        assert refusal_of(create_operator, actor=JOB, now=now(), **{**given, "family_name": ""}) == "name_missing"
        assert refusal_of(create_operator, actor=JOB, now=now(), **{**given, "national_id": "2"}) == "national_id_invalid"
    assert logins.actor(ULRIK, Face.OPERATOR).capacity is Capacity.OPERATOR
    assert logins.actor(OSKAR, Face.OPERATOR).capacity is Capacity.OPERATOR


def test_only_the_worker_may(cast, berg):
    with pytest.raises(Exception, match="permission denied"):
        make()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"given": ""}, "name_missing"),
        ({"national_id": "1"}, "national_id_invalid"),
        ({"hpr": "1"}, "unknown_gp"),
        ({"hpr": ""}, "unknown_gp"),
        ({"national_id": PER.national_id}, "on_another_list"),
    ],
)
def test_a_patient_is_refused(as_worker, changes, code):
    assert refusal_of(register, as_worker, **changes) == code


def test_who_is_put_on_a_list_finds_their_doctor(cast, worker, logins):
    """F-002: no registration at the office, just the first login."""
    with worker.connected():
        assert register(cast, ULRIK.national_id, given="Ulrik", family="Vik") == "new"
        assert register(cast, ULRIK.national_id, given="Ulrik", family="Vik") == "unchanged"
        assert register(cast, ULRIK.national_id, given="Ulrik", family="Vik Holm") == "changed"
    assert logins.actor(ULRIK).office.name == "Tangen legekontor"


def test_a_person_who_logged_in_first_gets_their_name(cast, worker, logins):
    logins.actor(ULRIK)
    Person.objects.using("owner").filter(family_name="Vik").update(given_name="", family_name="")
    with worker.connected():
        register(cast, ULRIK.national_id, given="Ulrik", family="Vik")
    assert logins.actor(ULRIK).name == "Ulrik Vik"


def test_taken_off_the_list(as_worker):
    take_off_list(actor=JOB, now=now(), patient_id=as_worker.kari_patient.pk)
    assert refusal_of_missing(as_worker) == "not_found"
    assert not Patient.objects.using("owner").get(pk=as_worker.kari_patient.pk).active
    assert register(as_worker, KARI.national_id, given="Kari", family="Nordmann") == "changed"


def refusal_of_missing(cast):
    with pytest.raises(Refused) as refusal:
        take_off_list(actor=JOB, now=now(), patient_id=cast.kari_patient.pk)
    return refusal.value.code


@pytest.mark.parametrize(
    "content",
    [
        f"given_name,family_name,national_number,gp_hpr_number\nNina,Ny,{NEWCOMER},9144900\n".encode(),
        f"Fornavn;Etternavn;Fødselsnummer;HPR\r\nNina;Ny;{NEWCOMER[:6]} {NEWCOMER[6:]};9144900\r\n\r\n".encode("cp1252"),
        f"\ufeffHPR\tfødselsnummer\tfornavn\tetternavn\n9144900\t{NEWCOMER}\tNina\tNy".encode(),
    ],
)
def test_lists_as_programs_write_them(content):
    (line,) = read_list(content)
    assert (line.number, line.given_name, line.family_name, line.national_id, line.gp_hpr_number) == (
        2,
        "Nina",
        "Ny",
        NEWCOMER,
        "9144900",
    )


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"name,number\nx,y", b"%PDF-1.7"])
def test_what_is_no_list_is_refused_whole(content):
    with pytest.raises(UnreadableList):
        read_list(content)


def test_an_import_tells_each_line_and_takes_off_the_rest(as_worker):
    cast = as_worker
    lines = read_list(
        "\n".join(
            [
                "given_name;family_name;national_number;gp_hpr_number",
                f"Kari;Nordmann;{KARI.national_id};9144900",
                f"Nina;Ny;{NEWCOMER};9144900",
                "Feil;Feilsen;12345678901;9144900",
                f"Siri;Holm;{SIRI.national_id};404",
                "Kort",
            ]
        ).encode()
    )
    found = list(import_list(JOB, cast.tangen.pk, lines, now=now(), whole_list=True))
    assert [(each.line, each.refused) for each in found] == [
        (2, False),
        (3, False),
        (4, True),
        (5, True),
        (6, True),
        *[(0, False)] * 3,
    ]
    assert not any(SIRI.national_id in each.what or "12345678901" in each.what for each in found)
    on_list = Patient.objects.using("owner").filter(practice=cast.tangen, active=True).values_list("given_name", flat=True)
    assert set(on_list) == {"Kari", "Nina"}, "Bastian and Astrid were not in the whole list"
