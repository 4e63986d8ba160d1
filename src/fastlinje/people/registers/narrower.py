"""Two answers about the same person become one: the narrower counts, and the difference is told.

A source is heard only on the subjects it covers, so a register of guardianships takes no children away from anybody.
"""

from dataclasses import replace
from datetime import datetime
from itertools import product

from .representation_register import (
    AddressProtection,
    Adult,
    Basis,
    Child,
    Disagreement,
    Mandate,
    Period,
    RepresentationStatus,
    Responsibility,
    Subject,
)

_SUBJECTS = {
    Basis.GUARDIAN: Subject.GUARDIANSHIPS,
    Basis.POWER_OF_ATTORNEY: Subject.POWERS_OF_ATTORNEY,
    Basis.DECIDED: Subject.DECIDED_REPRESENTATIONS,
}
_STRICTNESS = [AddressProtection.NONE, AddressProtection.CONFIDENTIAL, AddressProtection.STRICTLY_CONFIDENTIAL]
_PARENTS = {Responsibility.MOTHER, Responsibility.FATHER, Responsibility.CO_MOTHER}

_Told = list[Disagreement]


def narrower(one: RepresentationStatus, other: RepresentationStatus) -> RepresentationStatus:
    """What both say. The time is the older one: it is no fresher than that."""
    if one.national_id != other.national_id:
        raise ValueError("two different people")
    told: _Told = []
    return RepresentationStatus(
        national_id=one.national_id,
        protection=_own_protection(one, other, told),
        children=_children(one, other, told),
        mandates=tuple(mandate for basis in _SUBJECTS for mandate in _mandates(one, other, basis, told)),
        covers=one.covers | other.covers,
        fetched_at=min(one.fetched_at, other.fetched_at),
        source=f"{one.source} + {other.source}",
        disagreements=tuple(dict.fromkeys((*one.disagreements, *other.disagreements, *told))),
        newer=_newest(one, other),
    )


def _newest(one: RepresentationStatus, other: RepresentationStatus) -> dict[Subject, datetime]:
    """What the older source says on a subject can only narrow what the newer one does."""
    known = list(one.as_of.items()) + list(other.as_of.items())
    return {subject: max(at for about, at in known if about is subject) for subject, _at in known}


def _own_protection(one: RepresentationStatus, other: RepresentationStatus, told: _Told) -> AddressProtection:
    both_know = Subject.ADDRESS_PROTECTION in one.covers & other.covers
    if both_know and one.protection is not other.protection:
        told.append(Disagreement(Subject.ADDRESS_PROTECTION, "address_protection", one.national_id))
    return _stricter(one.protection, other.protection)


def _stricter(one: AddressProtection, other: AddressProtection) -> AddressProtection:
    return max(one, other, key=_STRICTNESS.index)


def _children(one: RepresentationStatus, other: RepresentationStatus, told: _Told) -> tuple[Child, ...]:
    if Subject.CHILDREN not in one.covers & other.covers:
        return one.children + other.children
    ours, theirs = ({child.national_id: child for child in status.children} for status in (one, other))
    told += [Disagreement(Subject.CHILDREN, "existence", number) for number in sorted(ours.keys() ^ theirs.keys())]
    both = (_child(child, theirs[number], told) for number, child in ours.items() if number in theirs)
    return tuple(child for child in both if child is not None)


def _child(one: Child, other: Child, told: _Told) -> Child | None:
    different = {
        "responsibility": one.responsibility is not other.responsibility,
        "adults": set(one.adults) != set(other.adults),
        "birth_date": one.birth_date != other.birth_date,
        "address_protection": one.protection is not other.protection,
    }
    told += [Disagreement(Subject.CHILDREN, what, one.national_id) for what, differs in different.items() if differs]
    responsibility = _responsibility(one.responsibility, other.responsibility)
    if responsibility is None:
        return None
    return replace(
        one,
        # The older child is the one a parent may do less for.
        birth_date=min(one.birth_date, other.birth_date),
        responsibility=responsibility,
        adults=_adults(one.adults, other.adults),
        protection=_stricter(one.protection, other.protection),
    )


def _responsibility(one: Responsibility, other: Responsibility) -> Responsibility | None:
    """The one parent rather than both; None when they name different people."""
    if one is other:
        return one
    alone = {one, other} - {Responsibility.JOINT}
    return alone.pop() if len(alone) == 1 and alone <= _PARENTS else None


def _adults(ours: tuple[Adult, ...], theirs: tuple[Adult, ...]) -> tuple[Adult, ...]:
    there = {(adult.national_id, adult.role): adult for adult in theirs}
    pairs = ((adult, there.get((adult.national_id, adult.role))) for adult in ours)
    return tuple(
        replace(adult, shares_address=adult.shares_address and match.shares_address) for adult, match in pairs if match is not None
    )


def _mandates(one: RepresentationStatus, other: RepresentationStatus, basis: Basis, told: _Told) -> tuple[Mandate, ...]:
    ours, theirs = one.mandates_by(basis), other.mandates_by(basis)
    subject = _SUBJECTS[basis]
    if subject not in one.covers & other.covers:
        return ours + theirs
    kept: list[Mandate] = []
    for number in sorted({mandate.national_id for mandate in ours + theirs}):
        here, there = ([mandate for mandate in side if mandate.national_id == number] for side in (ours, theirs))
        if not here or not there:
            told.append(Disagreement(subject, "existence", number))
            continue
        if _extents(here) != _extents(there):
            told.append(Disagreement(subject, "extent", number))
        kept += [shared for pair in product(here, there) if (shared := _shared(*pair)) is not None]
    return tuple(kept)


def _extents(mandates: list[Mandate]) -> set[tuple]:
    return {(mandate.kind, mandate.scopes, mandate.period, mandate.protection) for mandate in mandates}


def _shared(one: Mandate, other: Mandate) -> Mandate | None:
    scopes, period = one.scopes & other.scopes, _overlap(one.period, other.period)
    if not scopes or period is None or one.kind != other.kind:
        return None
    return replace(one, scopes=scopes, period=period, protection=_stricter(one.protection, other.protection))


def _overlap(one: Period, other: Period) -> Period | None:
    start = max(one.from_date, other.from_date)
    ends = [period.to_date for period in (one, other) if period.to_date is not None]
    end = min(ends, default=None)
    return Period(start, end) if end is None or start <= end else None
