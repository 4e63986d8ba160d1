"""Finding patients at the office, by what one is told on the phone."""

import pytest

from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Face
from fastlinje.core.clock import now
from fastlinje.nonprod.cast import ASTRID, GRO, KARI, SIRI
from fastlinje.practices.patient_search import patients_found
from tests.citizen_world import OWNER, reading_as


@pytest.fixture
def siri(logins):
    return logins.actor(SIRI, Face.STAFF)


def names(actor, text: str) -> list[str]:
    with reading_as(actor) as fresh:
        return [patient.name for patient in patients_found(fresh, text, now=now())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nord", ["Kari Nordmann"]),
        ("  kari   NORDMANN ", ["Kari Nordmann"]),
        ("Nordmann Kari", ["Kari Nordmann"]),
        ("12.03.1984", ["Kari Nordmann"]),
        ("12.3.1984", ["Kari Nordmann"]),
        ("120384", ["Kari Nordmann"]),
        ("010636", ["Astrid Dahl"]),
        ("31.02.1984", []),
        ("ordmann", []),
        ("%", []),
        ("%%", []),
        ("k", []),
        ("", []),
        ("per hansen", []),
        ("12345678901", []),
    ],
)
def test_a_patient_is_found_by_what_they_say(siri, text, found):
    assert names(siri, text) == found


def test_a_national_number_finds_one_and_is_written_nowhere(siri):
    number = KARI.national_id
    assert names(siri, f"{number[:6]} {number[6:]}") == ["Kari Nordmann"]
    event = AuditEvent.objects.using(OWNER).get(action="patient.search")
    assert number not in str(vars(event))


def test_another_office_finds_none(cast, logins):
    """AD-13"""
    gro = logins.actor(GRO, Face.STAFF, practice=cast.vika)
    assert names(gro, KARI.national_id) == names(gro, "Kari") == []


def test_what_is_shown(siri):
    with reading_as(siri) as actor:
        (found,) = patients_found(actor, "dahl", now=now())
    assert (found.birth_date, found.gp_name, found.active) == (ASTRID.born, "Ingrid Berg", True)
