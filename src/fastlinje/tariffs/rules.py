"""What a contact costs the patient: pure sums over dated figures (rules.md 7)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fastlinje.core.money import Money
from fastlinje.core.refusal import Refused

CHILD_BELOW = 16
"""Children pay no own share (rules.md 7.3), for pages that name no price and so look none up. What is charged is decided by the
figures (`Exemption`); a test holds the two together."""


@dataclass(frozen=True, slots=True)
class Price:
    """What the patient pays, as shown before sending and stored with what was sent.

    day, evening  own share when the doctor works by day, or after 16:00 and at weekends (2ae and 2aek)
    invoice_fee   what the office takes for sending the invoice, 0 for most
    """

    day: Money
    evening: Money
    invoice_fee: Money

    @property
    def is_free(self) -> bool:
        return not (self.day.ore or self.evening.ore or self.invoice_fee.ore)

    def __str__(self) -> str:
        """How a page carries what it showed: three amounts in øre."""
        return f"{self.day.ore}-{self.evening.ore}-{self.invoice_fee.ore}"

    @classmethod
    def parse(cls, text: str) -> "Price | None":
        """The price a page carried; None for anything else."""
        parts = text.split("-")
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 8 for part in parts):
            return None
        return cls(*(Money(int(part)) for part in parts))


FREE = Price(Money(0), Money(0), Money(0))


@dataclass(frozen=True, slots=True)
class Quote:
    """A price and how far it can be trusted.

    exempt_below  the age below which nobody pays, when that is why it is free; else None
    certain       every figure behind it is sourced
    sources       where the figures are from; `checked_on` when they were last looked up
    """

    price: Price
    exempt_below: int | None
    certain: bool
    sources: tuple[str, ...]
    checked_on: date


def price_unknown() -> Refused:
    """The refusal when no tariff is in force: nobody is asked to accept a price we can't show."""
    return Refused("price_unknown", _("Vi kan ikke vise prisen nå. Ring legekontoret i stedet."))
