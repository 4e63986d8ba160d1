"""What happens to a person's own settings, told to whoever subscribes (config/subscriptions.py). Ids only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ConsentLowered:
    """A person consents to less than before: what they no longer consent to must stop."""

    person_id: UUID


@dataclass(frozen=True, slots=True)
class ContactCodeRequested:
    """A person wants to confirm an e-mail address or a mobile number: send them the code of people.ContactCode."""

    contact_code_id: UUID


@dataclass(frozen=True, slots=True)
class PersonLoggedIn:
    """A citizen has logged in where there is a register to ask: whom they may act for is asked anew."""

    person_id: UUID


@dataclass(frozen=True, slots=True)
class RegisterRoundRequested:
    """An operator wants everybody asked about now.

    register  "representation"
    """

    register: str


@dataclass(frozen=True, slots=True)
class RegisterDocumentUploaded:
    """An operator uploaded a document on who may act for whom: what it would change is counted."""

    document_id: UUID


@dataclass(frozen=True, slots=True)
class RegisterDocumentAccepted:
    """An operator wants an uploaded document used."""

    document_id: UUID


@dataclass(frozen=True, slots=True)
class PowerOfAttorneyChanged:
    """A power of attorney was given, accepted, changed or ended: both sides are told that something happened.

    what  "given", "accepted", "changed" or "ended"
    """

    power_id: UUID
    what: str


@dataclass(frozen=True, slots=True)
class YouthAccessChanged:
    """A parent let a child use the service themselves, or took it back: both parents and the child are told.

    what  "given" or "ended"
    """

    youth_access_id: UUID
    what: str


@dataclass(frozen=True, slots=True)
class CameOfAge:
    """Somebody turned 16 whose parents acted for them: what the parents had begun goes, and all are told."""

    person_id: UUID
