"""Where people have said they can be reached, nationally. The interface; `krr.Krr` asks the register itself.

Who may be notified where is decided in people/contact_rules.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class ContactStatus(StrEnum):
    """Whether the register knows the person; its own codes."""

    ACTIVE = "AKTIV"
    DELETED = "SLETTET"
    NOT_REGISTERED = "IKKE_REGISTRERT"


@dataclass(frozen=True, slots=True)
class Address:
    """An e-mail address or a mobile number (E.164), when the person last changed it and when they last said it still holds."""

    value: str = field(repr=False)
    updated_at: datetime | None
    verified_at: datetime | None


@dataclass(frozen=True, slots=True)
class RegisteredContact:
    """What the register says about one person. Stale addresses are in it too.

    reserved         the person doesn't want digital mail from public bodies
    may_be_notified  the register's own verdict (eForvaltningsforskriften § 32)
    language         "nb", "nn", "en", "se", or None when not chosen
    """

    reserved: bool
    status: ContactStatus
    may_be_notified: bool
    email: Address | None
    mobile: Address | None
    language: str | None


class ContactRegister(Protocol):
    """Look-ups by national number. Never keep a copy: ask when a notice is about to be sent."""

    def contact_of(self, national_id: str) -> RegisteredContact | None:
        """One person; None where no register is in use. Raises RegisterUnavailable."""

    def contacts_of(self, national_ids: Iterable[str]) -> dict[str, RegisteredContact]:
        """Many people at once, far faster than one by one; empty where no register is in use. Raises RegisterUnavailable."""

    def forget(self, national_id: str) -> None:
        """The person says they just changed it: the next look-up asks anew."""


class LocalOnly:
    """For those who may not use the register (it is for public bodies): only what people confirmed here counts."""

    def contact_of(self, national_id: str) -> None:
        """Always None: the addresses confirmed by code, with the same 18 months, are all there is."""

    def contacts_of(self, national_ids: Iterable[str]) -> dict[str, RegisteredContact]:
        """Always empty."""
        return {}

    def forget(self, national_id: str) -> None:
        """Nothing is remembered."""
