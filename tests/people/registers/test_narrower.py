"""Two registers that disagree: the narrower counts, the difference is told, nothing is widened."""

from datetime import UTC, date, datetime

import pytest

from fastlinje.people.registers.documents import Node
from fastlinje.people.registers.narrower import narrower
from fastlinje.people.registers.representation_document import read_head, read_person
from fastlinje.people.registers.representation_register import (
    AddressProtection,
    Basis,
    Period,
    RepresentationStatus,
    Responsibility,
    Scope,
    Subject,
)
from fastlinje.people.registers.several import SeveralRegisters
from fastlinje.people.registers.unavailable import Reason, RegisterUnavailable
from tests.people.registers.family import (
    ANNE,
    ANNES_POWER,
    HEAD,
    KARI,
    KARI_AS_PERSON,
    OLA,
    PER,
    changed,
)

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def status(person: dict = KARI_AS_PERSON, **head: object) -> RepresentationStatus:
    fields = Node({**HEAD, **head}).fields("source", "fetched_at", "covers")
    return read_person(Node(person), read_head(fields, NOW))


def with_(path: str, value: object) -> RepresentationStatus:
    return status(changed(KARI_AS_PERSON, path, value))


def both(one: RepresentationStatus, other: RepresentationStatus) -> RepresentationStatus:
    """The result, which must not depend on who is asked first."""
    result, reverse = narrower(one, other), narrower(other, one)
    assert {child.national_id: (child.birth_date, child.responsibility, set(child.adults)) for child in result.children} == {
        child.national_id: (child.birth_date, child.responsibility, set(child.adults)) for child in reverse.children
    }
    assert set(result.mandates) == set(reverse.mandates)
    assert (result.protection, set(result.disagreements)) == (reverse.protection, set(reverse.disagreements))
    return result


def told(result: RepresentationStatus) -> list[tuple[str, str, str]]:
    return [(disagreement.subject, disagreement.differs, disagreement.national_id) for disagreement in result.disagreements]


def test_agreement_changes_nothing():
    result = both(status(), status(source="Vergemålsregisteret", fetched_at="2026-11-20T08:00:00+01:00"))
    assert (result.children, result.mandates, result.disagreements) == (status().children, status().mandates, ())


def test_time_is_the_older_and_both_sources_are_named():
    result = narrower(status(), status(source="Vergemålsregisteret", fetched_at="2026-11-20T08:00:00+01:00"))
    assert result.fetched_at == datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
    assert result.source == "Folkeregisteret, uttrekk + Vergemålsregisteret"


def test_child_that_one_source_does_not_know():
    result = both(status(), with_("children", []))
    assert result.children == ()
    assert told(result) == [("children", "existence", OLA)]


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [
        ("felles", "mor", Responsibility.MOTHER),
        ("felles", "far", Responsibility.FATHER),
        ("felles", "medmor", Responsibility.CO_MOTHER),
        ("felles", "andre", None),
        ("mor", "far", None),
        ("mor", "andre", None),
    ],
)
def test_responsibility(one, other, kept):
    result = both(with_("children.0.responsibility", one), with_("children.0.responsibility", other))
    assert [child.responsibility for child in result.children] == ([kept] if kept else [])
    assert told(result) == [("children", "responsibility", OLA)]


def test_older_child_counts():
    result = both(status(), with_("children.0.birth_date", "2014-04-01"))
    assert result.children[0].birth_date == date(2014, 4, 1)
    assert told(result) == [("children", "birth_date", OLA)]


def test_shared_address_must_be_said_by_both():
    result = both(status(), with_("children.0.adults.0.shares_address", False))
    assert not result.children[0].lives_with_a_parent
    assert told(result) == [("children", "adults", OLA)]


def test_parents_of_whom_each_source_knows_another_address():
    """Each source alone would have let both parents act."""
    turned = changed(KARI_AS_PERSON, "children.0.adults.0.shares_address", False)
    result = both(status(), status(changed(turned, "children.0.adults.1.shares_address", True)))
    assert not result.children[0].lives_with_a_parent


def test_parent_whom_one_source_does_not_know():
    result = both(status(), with_("children.0.adults.1", {"national_id": ANNE, "role": "far", "shares_address": True}))
    (child,) = result.children
    assert child.is_responsible(KARI)
    assert not child.is_responsible(PER)
    assert not child.is_responsible(ANNE)


def test_power_that_one_source_does_not_know():
    result = both(status(), with_("powers_of_attorney", []))
    assert result.mandates_by(Basis.POWER_OF_ATTORNEY) == ()
    assert told(result) == [("powers_of_attorney", "existence", ANNE)]


def test_extent_of_a_power_is_what_both_say():
    power = {**ANNES_POWER, "scopes": ["dialogue", "invoices"], "from_date": "2026-06-01", "to_date": None}
    result = both(status(), with_("powers_of_attorney.0", power))
    (kept,) = result.mandates_by(Basis.POWER_OF_ATTORNEY)
    assert kept.scopes == {Scope.DIALOGUE}
    assert kept.period == Period(date(2026, 6, 1), date(2026, 12, 31))
    assert told(result) == [("powers_of_attorney", "extent", ANNE)]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("powers_of_attorney.0.scopes", ["invoices"]),
        ("powers_of_attorney.0", {**ANNES_POWER, "from_date": "2027-01-01", "to_date": None}),
    ],
)
def test_power_with_nothing_in_common_is_none(path, value):
    result = both(status(), with_(path, value))
    assert result.mandates_by(Basis.POWER_OF_ATTORNEY) == ()
    assert told(result) == [("powers_of_attorney", "extent", ANNE)]


def test_guardianships_of_different_kinds_are_none():
    assert both(status(), with_("guardianships.0.kind", "mindreaarig")).mandates_by(Basis.GUARDIAN) == ()


def test_two_periods_against_one():
    """A power that was changed is two: each counts as far as the other source goes."""
    first = {**ANNES_POWER, "scopes": ["dialogue"], "to_date": "2026-05-31"}
    second = {**ANNES_POWER, "scopes": ["appointments"], "from_date": "2026-06-01"}
    result = both(status(), with_("powers_of_attorney", [first, second]))
    kept = {(tuple(mandate.scopes), mandate.period) for mandate in result.mandates_by(Basis.POWER_OF_ATTORNEY)}
    assert kept == {
        ((Scope.DIALOGUE,), Period(date(2026, 1, 1), date(2026, 5, 31))),
        ((Scope.APPOINTMENTS,), Period(date(2026, 6, 1), date(2026, 12, 31))),
    }


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [
        (None, "7", AddressProtection.CONFIDENTIAL),
        ("4", "6", AddressProtection.STRICTLY_CONFIDENTIAL),
        ("7", "6", AddressProtection.STRICTLY_CONFIDENTIAL),
    ],
)
def test_stricter_protection_counts(one, other, kept):  # AD-28
    result = both(with_("address_protection", one), with_("address_protection", other))
    assert result.protection is kept
    assert told(result) == [("address_protection", "address_protection", KARI)]
    child = both(with_("children.0.address_protection", one), with_("children.0.address_protection", other)).children[0]
    assert child.protection is kept


def test_source_is_heard_only_on_what_it_covers():
    """A register of guardianships takes no child from anybody, and gives none."""
    person = {**KARI_AS_PERSON, "children": [], "powers_of_attorney": []}
    result = both(status(), status(person, covers=["guardianships"]))
    assert result.children == status().children
    assert set(result.mandates) == set(status().mandates)
    assert result.disagreements == ()
    assert result.covers == frozenset(Subject)


def test_two_people_are_not_mixed():
    per = {**KARI_AS_PERSON, "national_id": PER, "children": []}
    with pytest.raises(ValueError, match="two different people"):
        narrower(status(), status(per))


class Register:
    """A source that says this, or nothing."""

    def __init__(self, says: RepresentationStatus | None):
        self._says = says

    def representations_of(self, national_id: str) -> RepresentationStatus:
        if self._says is None:
            raise RegisterUnavailable("representation", Reason.UNREACHABLE)
        return self._says


def test_several_registers_are_one():
    three = SeveralRegisters(Register(says) for says in (status(), with_("powers_of_attorney", []), with_("children", [])))
    result = three.representations_of(KARI)
    assert (result.children, [mandate.basis for mandate in result.mandates]) == ((), [Basis.GUARDIAN])
    assert len(result.disagreements) == 2


def test_source_without_an_answer_stops_the_answer():
    with pytest.raises(RegisterUnavailable):
        SeveralRegisters([Register(status()), Register(None)]).representations_of(KARI)


def test_no_source_is_no_register():
    with pytest.raises(ValueError, match="at least one source"):
        SeveralRegisters([])
