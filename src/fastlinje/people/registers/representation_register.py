"""Who may act for whom, as a register says it. The interface and its words; rules of age and consent are not here.

Three ways to fill it: a file (`representation_file`), a service of one's own (`representation_http`), or both at once
(`several.SeveralRegisters`, where the narrower counts). Shapes: docs/registers.md.

Source       identity B, rules.md 1, F-100–F-116
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class Responsibility(StrEnum):
    """Who has parental responsibility; Folkeregisteret's own codes. Its «ukjent» gives nobody anything and is left out."""

    JOINT = "felles"
    MOTHER = "mor"
    FATHER = "far"
    CO_MOTHER = "medmor"
    OTHERS = "andre"


class AdultRole(StrEnum):
    """What an adult is to a child. OTHER is somebody given the responsibility who is no parent."""

    MOTHER = "mor"
    FATHER = "far"
    CO_MOTHER = "medmor"
    OTHER = "andre"


class AddressProtection(StrEnum):
    """How secret a person's address is. The two last neither represent nor are represented (AD-28)."""

    NONE = "none"
    CONFIDENTIAL = "confidential"
    STRICTLY_CONFIDENTIAL = "strictly_confidential"

    @classmethod
    def of_code(cls, code: str | None) -> "AddressProtection":
        """7 is confidential, 6 strictly so; 4 hides one telling address, not the person. KeyError for any other code."""
        return {None: cls.NONE, "4": cls.NONE, "7": cls.CONFIDENTIAL, "6": cls.STRICTLY_CONFIDENTIAL}[code]


class Basis(StrEnum):
    """Why somebody may act for somebody else."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    POWER_OF_ATTORNEY = "power_of_attorney"
    DECIDED = "decided"


class Scope(StrEnum):
    """What a mandate is good for."""

    DIALOGUE = "dialogue"
    APPOINTMENTS = "appointments"
    PRESCRIPTIONS = "prescriptions"
    INVOICES = "invoices"
    REGISTERED_DATA = "registered_data"


class Subject(StrEnum):
    """What a source knows about. Silence on a subject it knows means «no»; on another it means nothing."""

    CHILDREN = "children"
    GUARDIANSHIPS = "guardianships"
    POWERS_OF_ATTORNEY = "powers_of_attorney"
    DECIDED_REPRESENTATIONS = "decided_representations"
    ADDRESS_PROTECTION = "address_protection"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days in Oslo, both included; open-ended without `to_date`."""

    from_date: date
    to_date: date | None

    def includes(self, day: date) -> bool:
        return self.from_date <= day and (self.to_date is None or day <= self.to_date)


@dataclass(frozen=True, slots=True)
class Adult:
    """One of a child's parents, or another who was given the responsibility."""

    national_id: str = field(repr=False)
    role: AdultRole
    shares_address: bool


@dataclass(frozen=True, slots=True)
class Child:
    """A child of the person asked about. Says who is responsible and who lives where; the age bands are somebody else's rule."""

    national_id: str = field(repr=False)
    name: str = field(repr=False)
    birth_date: date = field(repr=False)
    responsibility: Responsibility
    adults: tuple[Adult, ...]
    protection: AddressProtection

    def is_responsible(self, national_id: str) -> bool:
        """True when this adult has parental responsibility."""
        return any(adult.national_id == national_id and _holds(self.responsibility, adult.role) for adult in self.adults)

    @property
    def lives_with_a_parent(self) -> bool:
        """At least one of them is registered at the child's address; without it nobody may act for the child (F-102)."""
        others_count = self.responsibility is Responsibility.OTHERS
        return any(adult.shares_address for adult in self.adults if others_count or adult.role is not AdultRole.OTHER)


@dataclass(frozen=True, slots=True)
class Mandate:
    """Somebody the person may act for who is not their child.

    national_id  of the represented person
    basis        guardianship, power of attorney, or decided: next of kin confirmed by the GP
    kind         for a guardianship its kind, as in "voksen" (Folkeregisteret's code); else ""
    """

    national_id: str = field(repr=False)
    name: str = field(repr=False)
    basis: Basis
    kind: str
    scopes: frozenset[Scope]
    period: Period
    protection: AddressProtection


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sources said different things and the narrower was used.

    subject      what about
    differs      "existence", "responsibility", "adults", "birth_date", "extent" or "address_protection"
    national_id  of the represented person
    """

    subject: Subject
    differs: str
    national_id: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RepresentationStatus:
    """Everybody one person may act for, as of `fetched_at`.

    national_id    the person asked about
    protection     that person's own address
    covers         what the source knows about
    source         its name, shown with the time of the last check
    newer          where one of several sources knew a subject at a later time than `fetched_at`
    """

    national_id: str = field(repr=False)
    protection: AddressProtection
    children: tuple[Child, ...]
    mandates: tuple[Mandate, ...]
    covers: frozenset[Subject]
    fetched_at: datetime
    source: str
    disagreements: tuple[Disagreement, ...] = ()
    newer: Mapping[Subject, datetime] = field(default_factory=dict)

    @property
    def as_of(self) -> dict[Subject, datetime]:
        """When the newest source on each subject knew it to be so."""
        return {subject: self.newer.get(subject, self.fetched_at) for subject in self.covers}

    def is_older_than(self, stored: Mapping[Subject, datetime]) -> bool:
        """True when it would undo something newer on a subject it covers."""
        return any(at < stored[subject] for subject, at in self.as_of.items() if subject in stored)

    def mandates_by(self, basis: Basis) -> tuple[Mandate, ...]:
        """Guardianships, powers of attorney or decided representations only."""
        return tuple(mandate for mandate in self.mandates if mandate.basis is basis)


class RepresentationRegister(Protocol):
    """Asked at login and by the nightly check; the rows it fills are what every request is checked against."""

    def representations_of(self, national_id: str) -> RepresentationStatus:
        """Whom this person may act for. Raises RegisterUnavailable, NotANationalId."""


def _holds(responsibility: Responsibility, role: AdultRole) -> bool:
    if responsibility is Responsibility.JOINT:
        return role is not AdultRole.OTHER
    return responsibility.value == role.value
