"""Who acts: the only identity that is passed on."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from .refusal import Refused


class Capacity(StrEnum):
    """What somebody acts as. Each is a PostgreSQL role of the same name with the prefix `fastlinje_`."""

    ANONYMOUS = "anonymous"
    CITIZEN = "citizen"
    STAFF = "staff"
    ADMIN = "admin"
    OPERATOR = "operator"
    JOB = "job"

    @property
    def database_role(self) -> str:
        return f"fastlinje_{self.value}"


class Face(StrEnum):
    """Which side of the product somebody stands on. Citizen and staff are two sessions and two identities, even for the same
    person (AD-21, AD-22); staff, admin and operator share a session and differ in what the gate lets them become."""

    CITIZEN = "citizen"
    STAFF = "staff"
    ADMIN = "admin"
    OPERATOR = "operator"


class RoleCode(StrEnum):
    """What a practitioner is at an office (PractitionerRole.code)."""

    GP = "gp"
    SUBSTITUTE = "substitute"
    NURSE = "nurse"
    SECRETARY = "secretary"
    ADMIN = "admin"
    OWNER = "owner"


class ConsentLevel(StrEnum):
    """How much of the service a person has consented to (rules.md 2)."""

    UNDECIDED = "undecided"
    NONE = "none"
    BASIS = "basis"
    FULL = "full"

    def covers(self, needed: "ConsentLevel") -> bool:
        order = [ConsentLevel.UNDECIDED, ConsentLevel.NONE, ConsentLevel.BASIS, ConsentLevel.FULL]
        return order.index(self) >= order.index(needed)


class OwnAccess(StrEnum):
    """What a citizen may do for themselves, by age and a parent's yes (rules.md 1)."""

    FULL = "full"
    YOUTH = "youth"
    AWAITS_PARENT = "awaits_parent"
    TOO_YOUNG = "too_young"


@dataclass(frozen=True, slots=True)
class Entry:
    """How an actor came in, so that a command can go through the gate again.

    session_key  the hash, never the cookie
    subject_id   whom the page or form concerns; None takes the session's choice
    """

    capacity: Capacity
    face: Face | None = None
    session_key: bytes | None = field(default=None, repr=False)
    subject_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """One office a practitioner belongs to now."""

    role_id: UUID
    practice_id: UUID
    practice_name: str
    codes: frozenset[RoleCode]


class Scope(StrEnum):
    """What somebody may do for another."""

    CONSENT = "consent"
    DIALOGUE = "dialogue"
    APPOINTMENTS = "appointments"
    PRESCRIPTIONS = "prescriptions"
    INVOICES = "invoices"
    ACCESS_LOG = "access_log"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class Represented:
    """Somebody the actor may act for now."""

    person_id: UUID
    name: str
    birth_date: date
    basis: str
    scopes: frozenset[Scope]
    consent: ConsentLevel

    def may_be_read(self, own_consent: ConsentLevel) -> bool:
        """True when their conversations may be followed: in scope, and both have consented in full."""
        return Scope.DIALOGUE in self.scopes and self.consent is own_consent is ConsentLevel.FULL

    def may_be_booked_for(self, own_consent: ConsentLevel) -> bool:
        """True when their appointments may be followed, on the same terms."""
        return Scope.APPOINTMENTS in self.scopes and self.consent is own_consent is ConsentLevel.FULL


@dataclass(frozen=True, slots=True)
class OfficeContact:
    """Who a person calls: the office of their GP. Shown on every page, so the gate brings it along."""

    name: str
    phone: str
    hours: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is logged in, on whose behalf, in which capacity, at which practice, at which assurance level.

    session_expires_at  when it ends if nothing is done; session_ends_at when it ends whatever is done
    subject_id          whom a citizen acts for; themselves unless they chose somebody they represent
    language            what a citizen has chosen to be spoken to in; empty until they do
    lost_subject_id     whom they meant to act for and may not any longer
    """

    capacity: Capacity
    entry: Entry
    name: str = ""
    login_id: UUID | None = None
    session_id: UUID | None = None
    session_expires_at: datetime | None = None
    session_ends_at: datetime | None = None
    assurance_level: str = ""
    language: str = ""
    person_id: UUID | None = None
    birth_date: date | None = None
    own_consent: ConsentLevel = ConsentLevel.UNDECIDED
    own_access: OwnAccess = OwnAccess.FULL
    subject_id: UUID | None = None
    represents: tuple[Represented, ...] = ()
    lost_subject_id: UUID | None = None
    practitioner_id: UUID | None = None
    practice_id: UUID | None = None
    role_id: UUID | None = None
    roles: frozenset[RoleCode] = frozenset()
    memberships: tuple[Membership, ...] = ()
    office: OfficeContact | None = None

    @classmethod
    def anonymous(cls) -> "Actor":
        """Somebody who has not logged in."""
        return cls(Capacity.ANONYMOUS, Entry(Capacity.ANONYMOUS))

    @classmethod
    def job(cls, name: str) -> "Actor":
        """A background job; only the worker's database login may take this capacity."""
        return cls(Capacity.JOB, Entry(Capacity.JOB), name=name)

    @property
    def acting_for(self) -> Represented | None:
        """Whom the actor acts for, if not themselves."""
        if self.subject_id == self.person_id:
            return None
        return next((other for other in self.represents if other.person_id == self.subject_id), None)

    @property
    def consent(self) -> ConsentLevel:
        """The consent in force: never more than the represented person's own."""
        other = self.acting_for
        if other is None:
            return self.own_consent
        return other.consent if self.consent_for_others.covers(other.consent) else self.consent_for_others

    @property
    def consent_for_others(self) -> ConsentLevel:
        """How far the actor may go for anybody. Under 16 one's own level is one's parents' choice, and says nothing of what a
        young mother or father may do for their own child (decision 14)."""
        return self.own_consent if self.own_access is OwnAccess.FULL else ConsentLevel.FULL

    @property
    def subject_consent(self) -> ConsentLevel:
        """What whom the actor acts for has chosen, or what has been chosen for them; the actor's own when they act for nobody."""
        other = self.acting_for
        return other.consent if other else self.own_consent

    @property
    def may_come_in(self) -> bool:
        """False for a child in their own name before a parent has said yes; whom they act for is another matter."""
        return self.acting_for is not None or self.own_access in (OwnAccess.FULL, OwnAccess.YOUTH)

    def may_for_subject(self, scope: Scope) -> bool:
        """True for oneself, and for somebody else within the scopes of the representation."""
        other = self.acting_for
        return other is None or scope in other.scopes

    @property
    def dialogue_persons(self) -> tuple[UUID, ...]:
        """Whose conversations the actor may follow: their own, and those of everybody they may write for now."""
        others = (other.person_id for other in self.represents if other.may_be_read(self.consent_for_others))
        return (self.person_id, *dict.fromkeys(others))

    @property
    def appointment_persons(self) -> tuple[UUID, ...]:
        """Whose appointments the actor may follow: their own, and those of everybody they may book for now."""
        others = (other.person_id for other in self.represents if other.may_be_booked_for(self.consent_for_others))
        return (self.person_id, *dict.fromkeys(others))

    @property
    def followed_persons(self) -> tuple[UUID, ...]:
        """Whose things stand in the actor's inbox; what they may see of each is the database's to say."""
        return tuple(dict.fromkeys((*self.dialogue_persons, *self.appointment_persons)))

    @property
    def may_treat(self) -> bool:
        """True for those who may answer medically: a GP, or a substitute within the period (the gate checks the dates)."""
        return bool(self.roles & {RoleCode.GP, RoleCode.SUBSTITUTE})

    @property
    def may_administer(self) -> bool:
        return bool(self.roles & {RoleCode.ADMIN, RoleCode.OWNER})

    def same_as(self, other: "Actor") -> bool:
        """True when the gate still gives the identity a page was opened with."""
        return (self.capacity, self.login_id, self.practice_id, self.subject_id) == (
            other.capacity,
            other.login_id,
            other.practice_id,
            other.subject_id,
        )


def no_longer(actor: Actor) -> Refused:
    """The refusal for somebody the gate no longer takes for who they were when the page was opened."""
    from django.utils.translation import gettext as _

    if actor.lost_subject_id:
        return Refused("representation_ended", _("Du kan ikke lenger handle på vegne av denne personen. Ingenting er sendt."))
    return Refused("session_ended", _("Du er logget ut. Logg inn igjen for å fortsette."))
