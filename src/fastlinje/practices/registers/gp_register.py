"""Whose list a person is on. The interface and its words."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ListMembership:
    """A person's place on a GP's list.

    gp_her_id            the GP's address in the message exchange; None from a file
    gp_hpr_number        and what follows down to `from_date` may be None: some agreements with the register give the HER-id alone
    organisation_number  of the office, nine digits
    list_id              the register's number of the list (the GP's contract)
    from_date, to_date   whole days in Oslo, both included; open-ended without `to_date`
    """

    gp_her_id: int | None
    gp_hpr_number: str | None
    gp_name: str | None
    organisation_number: str | None
    organisation_name: str | None
    list_id: str | None
    from_date: date | None
    to_date: date | None

    def includes(self, day: date) -> bool:
        """True when the membership holds on that day."""
        return (self.from_date is None or self.from_date <= day) and (self.to_date is None or day <= self.to_date)


class GpRegister(Protocol):
    """Asked at the first login and when a GP may have changed (F-002, F-081)."""

    def gp_of(self, national_id: str, at: date) -> ListMembership | None:
        """The person's GP on that day in Oslo; None for somebody on no list. Raises RegisterUnavailable, NotANationalId."""
