"""When a notice may go to an address: 18 months per channel, asked about from month 15 (eForvaltningsforskriften § 32).

The same months for the register's addresses and for those confirmed here by code. Pure.

Source       F-007, identity A8, rules.md 4; AD-73
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from fastlinje.core.clock import OSLO

from .registers.contact_register import Address, ContactStatus, RegisteredContact

USABLE_MONTHS = 18
PROMPT_MONTHS = 15
BANNER_MONTHS = 17


@dataclass(frozen=True, slots=True)
class NoticeAddresses:
    """Where one person may be notified right now; None where they may not."""

    email: Address | None
    mobile: Address | None

    def __bool__(self) -> bool:
        return self.email is not None or self.mobile is not None


class Dated(Protocol):
    """An address with the moments it was written and confirmed."""

    @property
    def updated_at(self) -> datetime | None: ...

    @property
    def verified_at(self) -> datetime | None: ...


def months_after(moment: datetime, months: int) -> datetime:
    """The same day and time of day in Oslo that many months later; the month's last day where that day doesn't exist.

    Counted forwards from the moment, never backwards from now: what has ended then stays ended, also across a short February.
    """
    local = moment.astimezone(OSLO)
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    day = min(local.day, monthrange(year, month + 1)[1])
    # UTC, since two moments in one zone compare by wall clock, which goes wrong when the clocks are put back.
    return local.replace(year=year, month=month + 1, day=day).astimezone(UTC)


def confirmed_at(address: Dated) -> datetime | None:
    """When the person last wrote or confirmed it; None when the register doesn't say."""
    return max((moment for moment in (address.updated_at, address.verified_at) if moment is not None), default=None)


def usable_until(address: Dated | None) -> datetime | None:
    """The moment from which notices may no longer go there; None when they never may."""
    moment = confirmed_at(address) if address is not None else None
    return months_after(moment, USABLE_MONTHS) if moment is not None else None


def channel_usable(address: Dated | None, now: datetime) -> bool:
    """True while notices may go there: written or confirmed less than 18 months ago."""
    end = usable_until(address)
    return end is not None and now < end


def prompt_due(address: Dated | None, now: datetime) -> bool:
    """True when the person should be asked to confirm it: from 15 months on, and when it can't be used."""
    moment = confirmed_at(address) if address is not None else None
    return moment is None or now >= months_after(moment, PROMPT_MONTHS)


def banner_due(address: Dated | None, now: datetime) -> bool:
    """True when it is urgent: the last month before it can't be used any more, and after."""
    moment = confirmed_at(address) if address is not None else None
    return moment is None or now >= months_after(moment, BANNER_MONTHS)


def notice_addresses(contact: RegisteredContact, now: datetime) -> NoticeAddresses:
    """The addresses a notice may go to. None at all for somebody who is reserved, unknown to the register, or whom the register
    says can't be notified; then they are asked when they next log in."""
    reachable = contact.status is ContactStatus.ACTIVE and contact.may_be_notified and not contact.reserved
    return NoticeAddresses(
        email=contact.email if reachable and channel_usable(contact.email, now) else None,
        mobile=contact.mobile if reachable and channel_usable(contact.mobile, now) else None,
    )
