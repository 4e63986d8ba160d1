"""A file on who may act for whom: what it says is read, and what is wrong in it is told by its place and gives nobody anything."""

import json
import os
import time
from datetime import UTC, date, datetime, timedelta
from string import Formatter

import pytest

from fastlinje.people.flaw_words import sentence
from fastlinje.people.registers.lines import Lines
from fastlinje.people.registers.problems import Flaw, Problem
from fastlinje.people.registers.representation_document import Reading, check_document
from fastlinje.people.registers.representation_file import RepresentationFile
from fastlinje.people.registers.representation_register import AddressProtection, Basis, Period, Responsibility, Scope, Subject
from fastlinje.people.registers.unavailable import NotANationalId, Reason, RegisterUnavailable
from tests.people.registers.family import ANNE, ANNES_POWER, BERIT, HEAD, KARI, KARI_AS_PERSON, OLA, OLA_AS_CHILD, PER, changed

DOCUMENT = {**HEAD, "people": [KARI_AS_PERSON]}
DAYS = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]


@pytest.fixture
def register(tmp_path, clock):
    """Reads whatever `write` put there last."""
    path = tmp_path / "representasjon.json"

    class Written:
        file = RepresentationFile(path, clock)

        def write(self, content: dict | bytes) -> None:
            new = path.with_suffix(".new")
            new.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
            os.replace(new, path)

        def ask(self, number: str = KARI):
            return self.file.representations_of(number)

        def failure(self) -> RegisterUnavailable:
            with pytest.raises(RegisterUnavailable) as failed:
                self.ask()
            assert failed.value.register == "representation"
            return failed.value

    written = Written()
    written.write(DOCUMENT)
    return written


def test_person_is_read(register):
    status = register.ask()
    assert (status.national_id, status.protection, status.source) == (KARI, AddressProtection.NONE, "Folkeregisteret, uttrekk")
    assert status.fetched_at == datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
    assert status.covers == frozenset(Subject)


def test_child_is_read(register):
    (child,) = register.ask().children
    assert (child.national_id, child.name, child.birth_date) == (OLA, "Ola Nordmann", date(2017, 4, 1))
    assert child.responsibility is Responsibility.JOINT
    assert child.is_responsible(KARI)
    assert child.is_responsible(PER)
    assert not child.is_responsible(ANNE)
    assert child.lives_with_a_parent


def test_mandates_are_read(register):
    (guardianship,) = register.ask().mandates_by(Basis.GUARDIAN)
    (power,) = register.ask().mandates_by(Basis.POWER_OF_ATTORNEY)
    assert (guardianship.national_id, guardianship.kind) == (BERIT, "voksen")
    assert guardianship.period == Period(date(2026, 1, 1), None)
    assert (power.national_id, power.kind, power.scopes) == (ANNE, "", {Scope.APPOINTMENTS, Scope.DIALOGUE})
    assert [power.period.includes(day) for day in DAYS] == [False, True, True, False]
    assert register.ask().mandates_by(Basis.DECIDED) == ()


def test_decided_representation_is_read(register):
    register.write(changed(DOCUMENT, "people.0.decided_representations", [ANNES_POWER]))
    (decided,) = register.ask().mandates_by(Basis.DECIDED)
    assert decided.national_id == ANNE


@pytest.mark.parametrize(
    ("responsibility", "mother", "father", "other"),
    [
        ("felles", True, True, False),
        ("mor", True, False, False),
        ("far", False, True, False),
        ("medmor", False, False, False),
        ("andre", False, False, True),
    ],
)
def test_who_is_responsible(register, responsibility, mother, father, other):  # AD-24
    adults = [*OLA_AS_CHILD["adults"], {"national_id": ANNE, "role": "andre", "shares_address": False}]
    child = {**OLA_AS_CHILD, "responsibility": responsibility, "adults": adults}
    register.write(changed(DOCUMENT, "people.0.children.0", child))
    (read,) = register.ask().children
    assert [read.is_responsible(number) for number in (KARI, PER, ANNE)] == [mother, father, other]


def test_co_mother_is_responsible(register):
    child = changed({**OLA_AS_CHILD, "responsibility": "medmor"}, "adults.0.role", "medmor")
    register.write(changed(DOCUMENT, "people.0.children.0", child))
    assert register.ask().children[0].is_responsible(KARI)


@pytest.mark.parametrize(
    ("responsibility", "mother", "father", "other", "lives_with"),
    [
        ("felles", True, True, False, True),
        ("felles", True, False, False, True),
        ("felles", False, True, False, True),
        ("felles", False, False, False, False),
        ("felles", False, False, True, False),
        ("andre", False, False, True, True),
    ],
)
def test_one_parent_at_the_childs_address(register, responsibility, mother, father, other, lives_with):  # F-102
    numbers = ((KARI, "mor", mother), (PER, "far", father), (ANNE, "andre", other))
    adults = [{"national_id": number, "role": role, "shares_address": shares} for number, role, shares in numbers]
    child = {**OLA_AS_CHILD, "responsibility": responsibility, "adults": adults}
    register.write(changed(DOCUMENT, "people.0.children.0", child))
    assert register.ask().children[0].lives_with_a_parent is lives_with


@pytest.mark.parametrize(
    ("code", "protection"),
    [
        (None, AddressProtection.NONE),
        ("4", AddressProtection.NONE),
        ("7", AddressProtection.CONFIDENTIAL),
        ("6", AddressProtection.STRICTLY_CONFIDENTIAL),
    ],
)
def test_codes_of_protected_address(register, code, protection):  # AD-28
    document = DOCUMENT
    for place in ("", "children.0.", "guardianships.0.", "powers_of_attorney.0."):
        document = changed(document, f"people.0.{place}address_protection", code)
    register.write(document)
    status = register.ask()
    everybody = (status, *status.children, *status.mandates)
    assert [somebody.protection for somebody in everybody] == [protection] * 4


def test_person_the_file_does_not_have_acts_for_nobody(register):
    status = register.ask(PER)
    assert (status.children, status.mandates, status.national_id) == ((), (), PER)
    assert status.fetched_at == datetime(2026, 11, 21, 7, 0, tzinfo=UTC)


def test_new_file_counts_at_once(register):  # AD-27
    assert register.ask().mandates_by(Basis.POWER_OF_ATTORNEY)
    register.write(changed(DOCUMENT, "people.0.powers_of_attorney", []))
    assert register.ask().mandates_by(Basis.POWER_OF_ATTORNEY) == ()


def test_wrong_new_file_is_not_covered_up_by_the_old_one(register):
    register.file.check()
    register.write(changed(DOCUMENT, "people.0.powers_of_attorney.0.scopes", ["alt"]))
    assert register.failure().reason is Reason.MALFORMED
    register.write(DOCUMENT)
    assert register.ask().mandates


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("source", "", "source: must be text of 1 to 200 characters"),
        ("source", ..., "source: is missing"),
        ("fetched_at", "2026-11-21T08:00:00", "fetched_at: must have an offset, as in 2026-11-21T08:00:00+01:00"),
        ("fetched_at", "i dag", "fetched_at: must be a time with offset, as in 2026-11-21T08:00:00+01:00"),
        ("fetched_at", "2026-11-21T10:06:00+01:00", "fetched_at: is in the future"),
        ("covers", [], "covers: must not be empty"),
        ("people", {}, "people: must be a list"),
        ("people", [KARI_AS_PERSON] * 2, "people[1]: is about a person who is in the file already"),
        ("people.0", "Kari", "people[0]: must be an object"),
        ("people.0.national_id", "12345678901", "people[0].national_id: is not a valid national identity number"),
        ("people.0.national_id", 7, "people[0].national_id: is not a valid national identity number"),
        ("people.0.address_protection", "5", 'people[0].address_protection: must be "4", "6", "7" or null'),
        ("people.0.address_protection", 6, 'people[0].address_protection: must be "4", "6", "7" or null'),
        ("people.0.address_protection", ["6"], 'people[0].address_protection: must be "4", "6", "7" or null'),
        ("people.0.address_protection", ..., "people[0].address_protection: is missing"),
        ("people.0.children.0.birth_date", "2026-11-22", "people[0].children[0].birth_date: is in the future"),
        ("people.0.children.0.birth_date", "2017-02-29", "people[0].children[0].birth_date: must be a date, YYYY-MM-DD"),
        ("people.0.children.0.birth_date", 20170401, "people[0].children[0].birth_date: must be a date, YYYY-MM-DD"),
        (
            "people.0.children.0.responsibility",
            "ukjent",
            "people[0].children[0].responsibility: must be one of felles, mor, far, medmor, andre",
        ),
        ("people.0.children.0.adults", [], "people[0].children[0].adults: does not have the person whose child it is"),
        ("people.0.children.0.adults.1.national_id", KARI, "people[0].children[0].adults: has the same adult twice"),
        ("people.0.children.0.adults.1.national_id", OLA, "people[0].children[0].adults: has the child"),
        (
            "people.0.children.0.adults.0.shares_address",
            "ja",
            "people[0].children[0].adults[0].shares_address: must be true or false",
        ),
        (
            "people.0.children.0.adults.0.role",
            "onkel",
            "people[0].children[0].adults[0].role: must be one of mor, far, medmor, andre",
        ),
        ("people.0.children", [OLA_AS_CHILD] * 2, "people[0].children: has the same child twice"),
        ("people.0.powers_of_attorney.0.to_date", ..., "people[0].powers_of_attorney[0].to_date: is missing"),
        ("people.0.powers_of_attorney.0.to_date", "2025-12-31", "people[0].powers_of_attorney[0].to_date: is before from_date"),
        ("people.0.powers_of_attorney.0.scopes", [], "people[0].powers_of_attorney[0].scopes: must not be empty"),
        (
            "people.0.powers_of_attorney.0.scopes",
            ["dialogue", "alt"],
            f"people[0].powers_of_attorney[0].scopes[1]: must be one of {', '.join(Scope)}",
        ),
        ("people.0.powers_of_attorney.0.national_id", KARI, "people[0].powers_of_attorney[0].national_id: is the representative"),
        ("people.0.guardianships.0.kind", "", "people[0].guardianships[0].kind: must be text of 1 to 200 characters"),
        (
            "covers",
            ["children", "address_protection"],
            "people[0].guardianships: has entries, but guardianships is not in covers (and 1 more)",
        ),
    ],
)
def test_what_is_wrong_is_told_by_its_place(register, path, value, told):
    register.write(changed(DOCUMENT, path, value))
    error = register.failure()
    assert (error.reason, error.detail) == (Reason.MALFORMED, told)
    assert not any(number in str(error) for number in (KARI, OLA, "12345678901"))


def test_protection_in_a_source_that_does_not_cover_it(register):
    covers = ["children", "guardianships", "powers_of_attorney", "decided_representations"]
    register.write(changed(changed(DOCUMENT, "covers", covers), "people.0.address_protection", "7"))
    assert register.failure().detail == "people[0].address_protection: is given, but address_protection is not in covers"


def test_misspelt_field_is_no_open_end(register):
    """A power «until» nothing would be for ever."""
    power = {name: value for name, value in ANNES_POWER.items() if name != "to_date"} | {"to_date": None, "until": "2026-01-02"}
    register.write(changed(DOCUMENT, "people.0.powers_of_attorney.0", power))
    assert register.failure().detail.startswith("people[0].powers_of_attorney[0]: has 1 unknown field(s); expected national_id")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "line 1, column 1: is not JSON"),
        (b'{"people": [\n}', "line 2, column 1: is not JSON"),
        (b"\xff\xfe", "must be UTF-8"),
        (b"[" * 100_000, "is nested too deep"),
        (b"[]", "must be an object"),
        (b'{"source": "a", "source": "b"}', "has an object where a field is written twice"),
    ],
)
def test_what_is_no_document(register, content, told):
    register.write(content)
    assert register.failure().detail == told


def read(document: object, **layout: object) -> Reading:
    return check_document(json.dumps(document, **layout).encode(), datetime(2026, 11, 21, 9, tzinfo=UTC))


def test_everything_wrong_is_found_at_once_with_its_line():
    """In people, in their children, and in fields beside each other; a number that is wrong is told once, where it stands."""
    wrong = changed(changed(DOCUMENT, "people.0.children.0.birth_date", "2099-01-01"), "people.0.children.0.name", "")
    wrong = changed(changed(wrong, "people.0.guardianships.0.to_date", ...), "people.0.national_id", "12345678901")
    reading = read({**wrong, "people": [*wrong["people"], {**KARI_AS_PERSON, "national_id": PER, "children": []}]}, indent=2)
    found = [(problem.place, problem.flaw) for problem in reading.problems]
    assert found == [
        ("people[0].national_id", Flaw.NOT_NATIONAL_ID),
        ("people[0].children[0].name", Flaw.NOT_TEXT),
        ("people[0].children[0].birth_date", Flaw.IN_FUTURE),
        ("people[0].guardianships[0].to_date", Flaw.MISSING),
    ]
    assert (reading.document, reading.records, reading.refused, reading.problem_count) == (None, 2, 1, 4)


@pytest.mark.parametrize("indent", [None, 0, 3])
def test_lines_are_those_of_the_text(indent):
    """Also with escapes, brackets and line breaks inside texts, and where what is missing would have stood."""
    tricky = changed(DOCUMENT, "people.0.children.0.name", 'Ola "{[,]}" \\ Nordmann\u2028')
    document = changed(changed(tricky, "people.0.powers_of_attorney.0.name", 7), "source", "")
    text = json.dumps(document, indent=indent)
    lines = Lines(text)
    for place, words in (
        ("people[0].powers_of_attorney[0].name", '"name": 7'),
        ("source", '"source": ""'),
        ("people[0].children[0].adults[1].shares_address", '"shares_address": false'),
    ):
        assert lines.line_of(place) == next(n for n, line in enumerate(text.split("\n"), 1) if words in line)
    assert lines.line_of("people[0].children[0].missing") == lines.line_of("people[0].children[0]")


def test_no_more_than_a_hundred_are_told_and_all_are_counted():
    reading = read({**HEAD, "people": [{"x": 1}] * 300})
    assert (len(reading.problems), reading.problem_count, reading.refused) == (100, 300 * 7, 300)
    assert {problem.line for problem in reading.problems} == {1}


def test_a_large_file_full_of_mistakes_is_read_in_the_time_it_takes_to_read_it():
    """Finding lines walks the text once, however many mistakes there are."""
    document = {"people": [changed(KARI_AS_PERSON, "address_protection", "5")] * 3000, **HEAD}
    began = time.process_time()
    reading = read(document, indent=1)
    assert (reading.refused, reading.problems[-1].place) == (3000, "people[99].address_protection")
    assert time.process_time() - began < 30


@pytest.mark.parametrize("flaw", Flaw)
def test_every_flaw_has_a_sentence_that_takes_what_is_known_about_it(flaw):
    about = {name: "x" for _text, name, _spec, _conversion in Formatter().parse(flaw.value) if name}
    assert "%(" not in sentence(Problem("source", flaw, about))


def test_birth_date_of_today_is_a_newborn(register, clock):
    register.write(changed(DOCUMENT, "people.0.children.0.birth_date", "2026-11-21"))
    assert register.ask().children[0].birth_date == date(2026, 11, 21)


def test_future_is_counted_in_oslo(register, clock):
    """Half past eleven in the evening UTC is tomorrow in Norway."""
    clock.forward(timedelta(hours=14, minutes=30))
    register.write(changed(DOCUMENT, "people.0.children.0.birth_date", "2026-11-22"))
    assert register.ask().children


def test_missing_file(tmp_path, clock):
    with pytest.raises(RegisterUnavailable) as failed:
        RepresentationFile(tmp_path / "missing.json", clock).check()
    assert (failed.value.reason, failed.value.detail) == (Reason.UNREACHABLE, "FileNotFoundError")


def test_what_is_no_national_number(register):
    with pytest.raises(NotANationalId):
        register.ask("kari")


def test_nothing_personal_is_in_a_repr(register):  # AD-72
    shown = repr(register.ask())
    assert not any(content in shown for content in (KARI, OLA, PER, ANNE, "Nordmann", "2017"))
