"""What a register's answer means for whom somebody may act for. Pure; age and consent are the gate's rules."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from fastlinje.core.actor import Scope
from fastlinje.core.clock import age_on
from fastlinje.core.identifiers import birth_date_of

from .models import RelatedPerson
from .registers import representation_register as register
from .registers.representation_register import AddressProtection, Child, Mandate, Period, RepresentationStatus, Subject

OF_AGE = 16
SOURCE = "register:"
"""How the source of a row begins that a register has made. Others' rows are never touched."""
BASES = {
    Subject.CHILDREN: RelatedPerson.Basis.PARENTAL,
    Subject.GUARDIANSHIPS: RelatedPerson.Basis.GUARDIAN,
    Subject.POWERS_OF_ATTORNEY: RelatedPerson.Basis.POWER_OF_ATTORNEY,
    Subject.DECIDED_REPRESENTATIONS: RelatedPerson.Basis.DECIDED,
}
PROTECTION_CODES = {
    AddressProtection.NONE: "",
    AddressProtection.CONFIDENTIAL: "7",
    AddressProtection.STRICTLY_CONFIDENTIAL: "6",
}
_MANDATES = {
    register.Basis.GUARDIAN: RelatedPerson.Basis.GUARDIAN,
    register.Basis.POWER_OF_ATTORNEY: RelatedPerson.Basis.POWER_OF_ATTORNEY,
    register.Basis.DECIDED: RelatedPerson.Basis.DECIDED,
}
# Registered data is another's log and settings, which nobody sees for another here.
_SCOPES = {
    register.Scope.DIALOGUE: Scope.DIALOGUE,
    register.Scope.APPOINTMENTS: Scope.APPOINTMENTS,
    register.Scope.PRESCRIPTIONS: Scope.PRESCRIPTIONS,
    register.Scope.INVOICES: Scope.INVOICES,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One row there should be. `home_is_shared`: a parent is registered at the child's address, whichever of them."""

    national_id: str = field(repr=False)
    name: str = field(repr=False)
    birth_date: date = field(repr=False)
    basis: str
    scopes: tuple[str, ...] = ()
    home_is_shared: bool = False
    start_date: date | None = None
    end_date: date | None = None


def covered_bases(status: RepresentationStatus) -> frozenset[str]:
    """The grounds on which silence means «no»."""
    return frozenset(basis for subject, basis in BASES.items() if subject in status.covers)


def wanted_rows(status: RepresentationStatus, today: date) -> tuple[Wanted, ...]:
    """The rows a person should have as somebody's representative. None for or over a protected address (rules.md 1.7)."""
    if status.protection is not AddressProtection.NONE:
        return ()
    children = [_of_child(child) for child in status.children if _may_be(child, today) and child.is_responsible(status.national_id)]
    mandates: defaultdict[tuple[str, str], list[Mandate]] = defaultdict(list)
    for mandate in status.mandates:
        if mandate.protection is AddressProtection.NONE:
            mandates[mandate.national_id, _MANDATES[mandate.basis]].append(mandate)
    together = (_of_mandates(basis, found, today) for (_number, basis), found in mandates.items())
    return tuple(children) + tuple(row for row in together if row is not None)


def protections(status: RepresentationStatus) -> dict[str, str]:
    """How secret the addresses are of everybody in the answer, by national number; nothing when the source does not know."""
    if Subject.ADDRESS_PROTECTION not in status.covers:
        return {}
    others: tuple[Child | Mandate, ...] = (*status.children, *status.mandates)
    return {status.national_id: PROTECTION_CODES[status.protection]} | {
        other.national_id: PROTECTION_CODES[other.protection] for other in others
    }


def _may_be(child: Child, today: date) -> bool:
    """Born, not yet 16, and without a protected address. A day of birth to come is the register's error: it opens nothing."""
    return child.protection is AddressProtection.NONE and 0 <= age_on(child.birth_date, today) < OF_AGE


def _of_child(child: Child) -> Wanted:
    return Wanted(
        child.national_id, child.name, child.birth_date, RelatedPerson.Basis.PARENTAL, home_is_shared=child.lives_with_a_parent
    )


def _of_mandates(basis: str, mandates: list[Mandate], today: date) -> Wanted | None:
    """Several for one person become one: what those that hold today allow, no longer than the first of them ends."""
    holding = [mandate for mandate in mandates if mandate.period.includes(today)]
    counted = holding or [min(mandates, key=lambda mandate: mandate.period.from_date)]
    scopes = {_SCOPES[scope] for mandate in counted for scope in mandate.scopes if scope in _SCOPES}
    period = _shared(mandate.period for mandate in counted)
    first = counted[0]
    if not scopes:
        return None
    return Wanted(
        first.national_id,
        first.name,
        birth_date_of(first.national_id),
        basis,
        scopes=tuple(sorted(scope.value for scope in scopes)),
        start_date=period.from_date,
        end_date=period.to_date,
    )


def _shared(periods: Iterable[Period]) -> Period:
    known = list(periods)
    ends = [period.to_date for period in known if period.to_date is not None]
    return Period(max(period.from_date for period in known), min(ends, default=None))
