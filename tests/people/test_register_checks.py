"""Bringing representation in line with a register. Source: F-101–F-113, rules.md 1, AD-24, AD-28."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from fastlinje.audit import gate
from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Actor, Scope
from fastlinje.core.clock import now, oslo_date
from fastlinje.nonprod.cast import ASTRID, KARI, PER, Character
from fastlinje.people.commands.accept_power_of_attorney import accept_power_of_attorney
from fastlinje.people.commands.apply_representation import apply_representation
from fastlinje.people.commands.give_power_of_attorney import give_power_of_attorney
from fastlinje.people.models import Person, RelatedPerson
from fastlinje.people.register_checks import check_everybody, check_representation
from fastlinje.people.register_rows import wanted_rows
from fastlinje.people.registers.representation_file import RepresentationFile
from fastlinje.people.registers.unavailable import RegisterUnavailable

TODAY = oslo_date(now())
OLA = Character("Ola Nordmann", TODAY.replace(year=TODAY.year - 9, day=1), "", 4)
EVERYTHING = ["children", "guardianships", "powers_of_attorney", "decided_representations", "address_protection"]


def child(*adults: dict, of: Character = OLA, **fields: object) -> dict:
    return {
        "national_id": of.national_id, "name": of.name, "birth_date": of.born.isoformat(), "address_protection": None,
        "responsibility": "felles", "adults": list(adults), **fields,
    }  # fmt: skip


def adult(who: Character = KARI, *, at_home: bool = True, role: str = "mor") -> dict:
    return {"national_id": who.national_id, "role": role, "shares_address": at_home}


def mandate(of: Character = ASTRID, **fields: object) -> dict:
    return {
        "national_id": of.national_id, "name": of.name, "scopes": ["dialogue"], "from_date": "2026-01-01", "to_date": None,
        "address_protection": None, **fields,
    }  # fmt: skip


def person(who: Character = KARI, **fields: object) -> dict:
    nothing = {"children": [], "guardianships": [], "powers_of_attorney": [], "decided_representations": []}
    return {"national_id": who.national_id, "address_protection": None, **nothing, **fields}


class Register:
    """A file one can say things with."""

    def __init__(self, path: Path):
        self.path = path
        self.client = RepresentationFile(path)

    def says(self, *people: dict, covers: list[str] = EVERYTHING) -> None:
        document = {"source": "Prøve", "fetched_at": now().isoformat(), "covers": covers, "people": list(people)}
        written = self.path.with_suffix(".new")
        written.write_text(json.dumps(document), encoding="utf-8")
        written.rename(self.path)

    def check(self, worker) -> dict[str, int]:
        with worker.connected():
            return dict(check_everybody({"file": self.client}, actor=Actor.job("test"), now=now()).people)


def a_child_born(years: int) -> Character:
    return Character("Mina Nordmann", TODAY.replace(year=TODAY.year - years), "", 6)


@pytest.mark.parametrize(("age", "rows"), [(0, 1), (15, 1), (16, 0)])
def test_no_row_is_made_for_a_child_who_is_of_age(tmp_path, age, rows):
    """At 16 the chore has ended it, and the next answer does not begin it again."""
    register = Register(tmp_path / "r.json")
    register.says(person(children=[child(adult(), of=a_child_born(age))]))
    assert len(wanted_rows(register.client.representations_of(KARI.national_id), TODAY)) == rows


def test_a_day_of_birth_to_come_opens_nothing(tmp_path):
    """Bad input: the file refuses it, and so do the rows of an answer that came another way."""
    register = Register(tmp_path / "r.json")
    register.says(person(children=[child(adult())]))
    status = register.client.representations_of(KARI.national_id)
    unborn = replace(status.children[0], birth_date=TODAY + timedelta(days=1))
    assert wanted_rows(replace(status, children=(unborn,)), TODAY) == ()
    register.says(person(children=[child(adult(), birth_date=(TODAY + timedelta(days=1)).isoformat())]))
    with pytest.raises(RegisterUnavailable, match="is in the future"):
        register.client.representations_of(KARI.national_id)


@pytest.fixture
def register(tmp_path) -> Register:
    return Register(tmp_path / "representation.json")


def represented(actor: Actor) -> dict[str, frozenset[Scope]]:
    with gate.transaction.atomic():
        return {other.name: other.scopes for other in gate.enter(actor.entry, now=now()).represents}


def test_a_child_nobody_knew_becomes_somebody_to_act_for(kari, register, worker):
    """F-101: the child has chosen nothing, and never logs in."""
    register.says(person(children=[child(adult())]))
    assert register.check(worker) == {"changed": 1}
    assert list(represented(kari)) == ["Ola Nordmann"]
    ola = Person.objects.using("owner").get(family_name="Nordmann", given_name="Ola")
    assert (ola.national_id, ola.birth_date, ola.consent_level) == (OLA.national_id, OLA.born, "undecided")
    assert register.check(worker) == {"same": 1}
    assert RelatedPerson.objects.using("owner").count() == 1


def test_what_the_register_no_longer_says_ends_at_once(kari, register, worker):
    register.says(person(children=[child(adult())]))
    register.check(worker)
    register.says(person())
    assert register.check(worker) == {"changed": 1}
    assert represented(kari) == {}
    row = RelatedPerson.objects.using("owner").get()
    assert (row.ended_at is not None, row.ended_by) == (True, "register")


def test_somebody_who_is_not_in_the_file_any_more_acts_for_nobody(kari, register, worker):
    register.says(person(children=[child(adult())]))
    register.check(worker)
    register.says()
    register.check(worker)
    assert represented(kari) == {}


def test_silence_on_what_the_source_does_not_know_means_nothing(kari, register, worker):
    register.says(person(children=[child(adult())]))
    register.check(worker)
    register.says(covers=["guardianships"])
    assert register.check(worker) == {"same": 1}
    assert list(represented(kari)) == ["Ola Nordmann"]


@pytest.mark.parametrize(("responsibility", "role", "may"), [("mor", "mor", True), ("far", "mor", False), ("andre", "andre", True)])
def test_only_whoever_has_parental_responsibility(kari, register, worker, responsibility, role, may):
    """AD-24"""
    register.says(person(children=[child(adult(role=role), adult(PER, role="far"), responsibility=responsibility)]))
    register.check(worker)
    assert bool(represented(kari)) == may


def test_one_parent_at_the_childs_address_opens_for_both_and_none_closes_for_both(logins, kari, register, worker):
    """F-102"""
    per = logins.actor(PER)

    def says(kari_home: bool, per_home: bool, *who: Character) -> None:
        adults = [adult(at_home=kari_home), adult(PER, at_home=per_home, role="far")]
        register.says(*(person(one, children=[child(*adults)]) for one in who))
        register.check(worker)

    says(True, False, KARI, PER)
    assert (len(represented(kari)), len(represented(per))) == (1, 1)
    says(False, False, KARI, PER)
    assert (represented(kari), represented(per)) == ({}, {})


def test_where_a_child_lives_is_taken_from_the_newest_answer_about_either_parent(logins, kari, register, worker):
    """Per's own answer is old; Kari's says that nobody shares the child's address any more."""
    per = logins.actor(PER)
    adults = [adult(at_home=False), adult(PER, role="far")]
    register.says(*(person(one, children=[child(*adults)]) for one in (KARI, PER)))
    register.check(worker)
    status = register.client.representations_of(KARI.national_id)
    gone = replace(status.children[0], adults=tuple(replace(one, shares_address=False) for one in status.children[0].adults))
    with worker.connected():
        apply_representation(actor=Actor.job("test"), now=now(), status=replace(status, children=(gone,)))
    assert (represented(kari), represented(per)) == ({}, {})


@pytest.mark.parametrize("code", ["6", "7"])
@pytest.mark.parametrize("whose", ["parent", "child"])
def test_a_protected_address_is_known_from_the_register_and_closes(kari, register, worker, code, whose):
    """AD-28"""
    register.says(person(children=[child(adult())]))
    register.check(worker)
    own, childs = (code, None) if whose == "parent" else (None, code)
    register.says(person(address_protection=own, children=[child(adult(), address_protection=childs)]))
    assert register.check(worker) == {"changed": 1}
    assert represented(kari) == {}
    name = {"parent": "Kari", "child": "Ola"}[whose]
    assert Person.objects.using("owner").get(given_name=name).address_protection == code


def test_a_protected_child_nobody_knew_is_not_written_down(kari, register, worker):
    """AD-28: there is no use for it."""
    register.says(person(children=[child(adult(), address_protection="6")]))
    register.check(worker)
    assert not Person.objects.using("owner").filter(given_name="Ola").exists()


def test_a_protection_that_is_lifted_opens_again(kari, register, worker):
    register.says(person(address_protection="7", children=[child(adult())]))
    register.check(worker)
    register.says(person(children=[child(adult())]))
    register.check(worker)
    assert list(represented(kari)) == ["Ola Nordmann"]


def test_a_guardian_gets_no_more_than_the_register_names(kari, register, worker):
    """F-112: somebody who looks after money sees invoices, not messages."""
    register.says(person(guardianships=[mandate(scopes=["invoices", "registered_data"], kind="voksen")]))
    register.check(worker)
    assert represented(kari) == {ASTRID.name: {Scope.INVOICES}}
    register.says(person(guardianships=[mandate(scopes=["registered_data"], kind="voksen")]))
    register.check(worker)
    assert represented(kari) == {}


def test_two_mandates_over_one_person_become_one_that_ends_with_the_first(kari, register):
    soon = (TODAY + timedelta(days=10)).isoformat()
    register.says(
        person(
            guardianships=[
                mandate(kind="voksen", to_date=soon),
                mandate(kind="midlertidigForVoksen", scopes=["invoices"]),
                mandate(kind="voksen", scopes=["appointments"], from_date=soon),
            ]
        )
    )
    (row,) = wanted_rows(register.client.representations_of(KARI.national_id), TODAY)
    assert (row.scopes, row.end_date.isoformat()) == (("dialogue", "invoices"), soon)


def test_a_power_two_people_agreed_here_is_left_alone(kari, logins, register, worker):
    """A register neither widens nor ends what was given in Fastlinje."""
    per = logins.actor(PER)
    power = give_power_of_attorney(
        actor=kari, now=now(), holder_national_id=PER.national_id, holder_name=PER.name, scopes=["appointments"]
    )
    accept_power_of_attorney(actor=per, now=now(), power_id=power)
    for powers in ([mandate(KARI, scopes=["dialogue"])], []):
        register.says(person(PER, powers_of_attorney=powers))
        register.check(worker)
        assert represented(per) == {KARI.name: {Scope.APPOINTMENTS}}


def test_nobody_is_asked_about_who_never_logged_in(register, worker, cast):
    register.says(person(children=[child(adult())]))
    assert register.check(worker) == {}
    assert not RelatedPerson.objects.using("owner").exists()


def test_no_answer_changes_nothing(kari, register, worker):
    register.says(person(children=[child(adult())]))
    register.check(worker)
    register.path.write_text("{}", encoding="utf-8")
    assert register.check(worker) == {"no_answer": 1}
    assert list(represented(kari)) == ["Ola Nordmann"]


def test_both_people_see_it_in_their_log(kari, register, worker):
    register.says(person(children=[child(adult())]))
    register.check(worker)
    events = AuditEvent.objects.using("owner").filter(action="representation.begin")
    ola = Person.objects.using("owner").get(given_name="Ola")
    assert {event.person_id for event in events} == {kari.person_id, ola.pk}
    assert {(event.capacity, event.why) for event in events} == {("job", "register")}


def test_login_asks_anew_when_there_is_a_register(logins, register, worker, settings):
    """F-101: a new person need not wait for the round."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, representation_file=register.path)
    register.says(person(children=[child(adult())]))
    kari = logins.actor(KARI)
    assert represented(kari) == {}
    assert "people.tasks.check_representation_of" in {run.handler for run in worker.run()}
    assert list(represented(kari)) == ["Ola Nordmann"]


def test_login_asks_nobody_without_a_register(logins, worker):
    logins.actor(KARI)
    assert worker.waiting() == []


def test_the_workers_round_does_nothing_without_a_register(kari, worker):
    with worker.connected():
        check_representation(actor=Actor.job("test"), now=now())
    assert not RelatedPerson.objects.using("owner").exists()
