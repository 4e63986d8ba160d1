"""Reads what a file or a service says about representation into a RepresentationStatus. Schema: docs/registers.md.

Strict on purpose: what can't be read is an error that names the field, and nobody gets to act for anybody by a misprint.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fastlinje.core.clock import oslo_date

from .documents import Node
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


def read_head(fields: dict[str, Node], now: datetime) -> Head:
    """The fields source, fetched_at and covers. Raises BadDocument."""
    fetched_at = fields["fetched_at"].moment()
    if fetched_at > now + _CLOCK_SKEW:
        raise fields["fetched_at"].bad("is in the future")
    return Head(fields["source"].text(), fetched_at, fields["covers"].several_of(Subject), now)


def read_person(person: Node, head: Head) -> RepresentationStatus:
    """One person and everybody they may act for. Raises BadDocument."""
    fields = person.fields("national_id", "address_protection", Subject.CHILDREN, *_MANDATES)
    own = fields["national_id"].national_id()
    protection = _protection(fields["address_protection"])
    _check_covered(fields, head.covers)
    if protection is not AddressProtection.NONE and Subject.ADDRESS_PROTECTION not in head.covers:
        raise fields["address_protection"].bad("is given, but address_protection is not in covers")
    return RepresentationStatus(
        national_id=own,
        protection=protection,
        children=_children(fields[Subject.CHILDREN], own, oslo_date(head.now)),
        mandates=tuple(_mandate(item, own, basis) for subject, basis in _MANDATES.items() for item in fields[subject].items()),
        covers=head.covers,
        fetched_at=head.fetched_at,
        source=head.source,
    )


def nobody(national_id: str, head: Head) -> RepresentationStatus:
    """For a person the source has nothing on: they act for nobody."""
    return RepresentationStatus(national_id, AddressProtection.NONE, (), (), head.covers, head.fetched_at, head.source)


def _check_covered(fields: dict[str, Node], covers: frozenset[Subject]) -> None:
    for subject in (Subject.CHILDREN, *_MANDATES):
        if subject not in covers and any(True for _ in fields[subject].items()):
            raise fields[subject].bad(f"has entries, but {subject.value} is not in covers")


def _children(place: Node, own: str, today: date) -> tuple[Child, ...]:
    children = tuple(_child(item, own, today) for item in place.items())
    if len({child.national_id for child in children}) < len(children):
        raise place.bad("has the same child twice")
    return children


def _child(place: Node, own: str, today: date) -> Child:
    fields = place.fields("national_id", "name", "birth_date", "address_protection", "responsibility", "adults")
    birth_date = fields["birth_date"].day()
    if birth_date > today:
        raise fields["birth_date"].bad("is in the future")
    child = Child(
        national_id=fields["national_id"].national_id(),
        name=fields["name"].text(),
        birth_date=birth_date,
        responsibility=fields["responsibility"].one_of(Responsibility),
        adults=tuple(_adult(item) for item in fields["adults"].items()),
        protection=_protection(fields["address_protection"]),
    )
    adults = [adult.national_id for adult in child.adults]
    if len(set(adults)) < len(adults):
        raise fields["adults"].bad("has the same adult twice")
    if own not in adults:
        raise fields["adults"].bad("does not have the person whose child it is")
    if child.national_id in adults:
        raise fields["adults"].bad("has the child")
    return child


def _adult(place: Node) -> Adult:
    fields = place.fields("national_id", "role", "shares_address")
    return Adult(fields["national_id"].national_id(), fields["role"].one_of(AdultRole), fields["shares_address"].flag())


def _mandate(place: Node, own: str, basis: Basis) -> Mandate:
    names = ("national_id", "name", "scopes", "from_date", "to_date", "address_protection")
    fields = place.fields(*names, *(("kind",) if basis is Basis.GUARDIAN else ()))
    represented = fields["national_id"].national_id()
    if represented == own:
        raise fields["national_id"].bad("is the representative")
    period = Period(fields["from_date"].day(), fields["to_date"].optional_day())
    if period.to_date is not None and period.to_date < period.from_date:
        raise fields["to_date"].bad("is before from_date")
    return Mandate(
        national_id=represented,
        name=fields["name"].text(),
        basis=basis,
        kind=fields["kind"].text() if basis is Basis.GUARDIAN else "",
        scopes=fields["scopes"].several_of(Scope),
        period=period,
        protection=_protection(fields["address_protection"]),
    )


def _protection(place: Node) -> AddressProtection:
    try:
        return AddressProtection.of_code(place.value)
    except (KeyError, TypeError):
        raise place.bad('must be "4", "6", "7" or null') from None
