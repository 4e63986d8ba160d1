"""Reads what a file or a service says about representation into a RepresentationStatus. Schema: docs/registers.md.

Strict on purpose: what can't be read is an error that names the field, and nobody gets to act for anybody by a misprint.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from fastlinje.core.clock import oslo_date
from fastlinje.core.identifiers import valid_national_id

from .documents import Node, each, every, parse
from .lines import with_lines
from .problems import BadDocument, Flaw, Problem
from .representation_register import (
    AddressProtection,
    Adult,
    AdultRole,
    Basis,
    Child,
    Mandate,
    Period,
    RepresentationStatus,
    Responsibility,
    Scope,
    Subject,
)
from .unavailable import NotANationalId

_CLOCK_SKEW = timedelta(minutes=5)
_MANDATES = {
    Subject.GUARDIANSHIPS: Basis.GUARDIAN,
    Subject.POWERS_OF_ATTORNEY: Basis.POWER_OF_ATTORNEY,
    Subject.DECIDED_REPRESENTATIONS: Basis.DECIDED,
}


@dataclass(frozen=True, slots=True)
class Head:
    """What holds for everybody in a document. `now` is when it is read."""

    source: str
    fetched_at: datetime
    covers: frozenset[Subject]
    now: datetime


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document: everybody a source has something on. It is a register itself, of what was known then."""

    head: Head
    people: dict[str, RepresentationStatus]

    def representations_of(self, national_id: str) -> RepresentationStatus:
        """Whom this person may act for; nobody when the document doesn't have them. Raises NotANationalId."""
        if not valid_national_id(national_id):
            raise NotANationalId
        return self.people.get(national_id) or nobody(national_id, self.head)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a document.

    document  None when anything is wrong in it: nobody gets to act for anybody by what is left when the wrong parts are taken out
    records   people in it; `refused` of them have something wrong
    problems  the first of them, each with its line, where it has lines; `problem_count` in all
    """

    document: Document | None
    records: int = 0
    refused: int = 0
    problems: tuple[Problem, ...] = ()
    problem_count: int = 0


def read_document(content: bytes, now: datetime) -> Document:
    """A document without anything wrong in it. Raises BadDocument, with every problem and its line."""
    reading = check_document(content, now)
    if reading.document is None:
        raise BadDocument(reading.problems, reading.problem_count)
    return reading.document


def check_document(content: bytes, now: datetime) -> Reading:
    """A document, or everything that is wrong in it."""
    try:
        root = parse(content)
    except BadDocument as error:
        return Reading(None, problems=error.problems, problem_count=error.count)
    records = _Records(root, now)
    if not records.wrong:
        return Reading(Document(records.head, records.people), len(records.people))
    error = BadDocument.of_all(records.wrong)
    return Reading(None, records.count, records.refused, with_lines(content, error.problems), error.count)


class _Records:
    """Reads the head, and then each person for themselves, so that one who is wrong hides no other."""

    def __init__(self, root: Node, now: datetime):
        self.people: dict[str, RepresentationStatus] = {}
        self.count = self.refused = 0
        self.wrong: list[BadDocument] = []
        self.head: Head | None = None
        fields = self._tried(lambda: root.fields("source", "fetched_at", "covers", "people"))
        if fields:
            self.head = self._tried(lambda: read_head(fields, now))
            items = self._tried(fields["people"].items)
            if self.head and items:
                self._read(list(items))

    def _read(self, items: list[Node]) -> None:
        self.count = len(items)
        for item in items:
            status = self._tried(partial(self._person, item))
            if status:
                self.people[status.national_id] = status
            else:
                self.refused += 1

    def _person(self, item: Node) -> RepresentationStatus:
        status = read_person(item, self.head)
        if status.national_id in self.people:
            raise item.bad(Flaw.PERSON_TWICE)
        return status

    def _tried(self, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except BadDocument as error:
            self.wrong.append(error)
            return None


def read_head(fields: dict[str, Node], now: datetime) -> Head:
    """The fields source, fetched_at and covers. Raises BadDocument."""
    source, fetched_at, covers = every(
        fields["source"].text, lambda: _not_after(fields["fetched_at"], now), lambda: fields["covers"].several_of(Subject)
    )
    return Head(source, fetched_at, covers, now)


def read_person(person: Node, head: Head) -> RepresentationStatus:
    """One person and everybody they may act for. Raises BadDocument."""
    fields = person.fields("national_id", "address_protection", Subject.CHILDREN, *_MANDATES)
    own = _if_valid(fields["national_id"].value)
    national_id, protection, _covered, children, mandates = every(
        fields["national_id"].national_id,
        lambda: _own_protection(fields["address_protection"], head.covers),
        lambda: _check_covered(fields, head.covers),
        lambda: _children(fields[Subject.CHILDREN], own, oslo_date(head.now)),
        lambda: _mandates(fields, own),
    )
    return RepresentationStatus(
        national_id=national_id,
        protection=protection,
        children=children,
        mandates=mandates,
        covers=head.covers,
        fetched_at=head.fetched_at,
        source=head.source,
    )


def _if_valid(number: object) -> str | None:
    """The person's own number; None when it is wrong, so that one misprint is not also told where the number is compared."""
    return number if isinstance(number, str) and valid_national_id(number) else None


def nobody(national_id: str, head: Head) -> RepresentationStatus:
    """For a person the source has nothing on: they act for nobody."""
    return RepresentationStatus(national_id, AddressProtection.NONE, (), (), head.covers, head.fetched_at, head.source)


def _not_after(place: Node, now: datetime) -> datetime:
    moment = place.moment()
    if moment > now + _CLOCK_SKEW:
        raise place.bad(Flaw.IN_FUTURE)
    return moment


def _own_protection(place: Node, covers: frozenset[Subject]) -> AddressProtection:
    protection = _protection(place)
    if protection is not AddressProtection.NONE and Subject.ADDRESS_PROTECTION not in covers:
        raise place.bad(Flaw.PROTECTION_NOT_COVERED)
    return protection


def _check_covered(fields: dict[str, Node], covers: frozenset[Subject]) -> None:
    silent = [fields[subject] for subject in (Subject.CHILDREN, *_MANDATES) if subject not in covers]
    wrong = [place.bad(Flaw.NOT_COVERED, subject=place.where.rpartition(".")[2]) for place in silent if place.value]
    if wrong:
        raise BadDocument.of_all(wrong)


def _children(place: Node, own: str | None, today: date) -> tuple[Child, ...]:
    children = tuple(each(place.items(), lambda item: _child(item, own, today)))
    if len({child.national_id for child in children}) < len(children):
        raise place.bad(Flaw.CHILD_TWICE)
    return children


def _child(place: Node, own: str | None, today: date) -> Child:
    fields = place.fields("national_id", "name", "birth_date", "address_protection", "responsibility", "adults")
    national_id, name, birth_date, responsibility, adults, protection = every(
        fields["national_id"].national_id,
        fields["name"].text,
        lambda: _born(fields["birth_date"], today),
        lambda: fields["responsibility"].one_of(Responsibility),
        lambda: _adults(fields["adults"], own, fields["national_id"].value),
        lambda: _protection(fields["address_protection"]),
    )
    return Child(national_id, name, birth_date, responsibility, adults, protection)


def _born(place: Node, today: date) -> date:
    birth_date = place.day()
    if birth_date > today:
        raise place.bad(Flaw.IN_FUTURE)
    return birth_date


def _adults(place: Node, own: str | None, child: object) -> tuple[Adult, ...]:
    adults = tuple(each(place.items(), _adult))
    numbers = [adult.national_id for adult in adults]
    if len(set(numbers)) < len(numbers):
        raise place.bad(Flaw.ADULT_TWICE)
    if own is not None and own not in numbers:
        raise place.bad(Flaw.NOT_AMONG_ADULTS)
    if child in numbers:
        raise place.bad(Flaw.CHILD_AMONG_ADULTS)
    return adults


def _adult(place: Node) -> Adult:
    fields = place.fields("national_id", "role", "shares_address")
    return Adult(*every(fields["national_id"].national_id, lambda: fields["role"].one_of(AdultRole), fields["shares_address"].flag))


def _mandates(fields: dict[str, Node], own: str | None) -> tuple[Mandate, ...]:
    kinds = (partial(_mandates_by, fields[subject], own, basis) for subject, basis in _MANDATES.items())
    return tuple(mandate for found in every(*kinds) for mandate in found)


def _mandates_by(place: Node, own: str | None, basis: Basis) -> list[Mandate]:
    return each(place.items(), lambda item: _mandate(item, own, basis))


def _mandate(place: Node, own: str | None, basis: Basis) -> Mandate:
    names = ("national_id", "name", "scopes", "from_date", "to_date", "address_protection")
    has_kind = basis is Basis.GUARDIAN
    fields = place.fields(*names, *(("kind",) if has_kind else ()))
    represented, name, kind, scopes, period, protection = every(
        lambda: _represented(fields["national_id"], own),
        fields["name"].text,
        fields["kind"].text if has_kind else str,
        lambda: fields["scopes"].several_of(Scope),
        lambda: _period(fields["from_date"], fields["to_date"]),
        lambda: _protection(fields["address_protection"]),
    )
    return Mandate(represented, name, basis, kind, scopes, period, protection)


def _represented(place: Node, own: str | None) -> str:
    represented = place.national_id()
    if represented == own:
        raise place.bad(Flaw.OWN_REPRESENTATIVE)
    return represented


def _period(start: Node, end: Node) -> Period:
    period = Period(*every(start.day, end.optional_day))
    if period.to_date is not None and period.to_date < period.from_date:
        raise end.bad(Flaw.ENDS_TOO_EARLY)
    return period


def _protection(place: Node) -> AddressProtection:
    try:
        return AddressProtection.of_code(place.value)
    except (KeyError, TypeError):
        raise place.bad(Flaw.NOT_PROTECTION) from None
