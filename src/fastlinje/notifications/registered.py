"""What the contact register says about a notice that is just about to go. Nothing of it is kept."""

from dataclasses import replace
from datetime import datetime

from fastlinje.people.contact_rules import notice_addresses
from fastlinje.people.oidc.signing_keys import UnusableKey
from fastlinje.people.registers.configured import contact_register
from fastlinje.people.registers.unavailable import MisconfiguredRegister, NotANationalId, RegisterUnavailable

from .channels import configured_channels
from .delivery import NotDelivered
from .queries import GivenUp, Letter
from .rules import EMAIL, SMS, channel_for


def as_registered(letter: Letter, now: datetime) -> Letter | GivenUp:
    """The letter to where the register says; as it is where no register is in use, and for a code, which goes where it was asked
    to go. Gives up on somebody reserved or who can't be notified (AD-73). Raises NotDelivered while the register is away."""
    if not letter.national_id:
        return letter
    try:
        contact = contact_register().contact_of(letter.national_id)
    except NotANationalId:
        return GivenUp("not_in_register")
    except (MisconfiguredRegister, UnusableKey):
        raise NotDelivered("register_settings") from None  # ours to mend: keep the notice while an operator does
    except RegisterUnavailable as away:
        raise NotDelivered(f"{away.register}_{away.reason.value}", wait=away.retry_after) from None
    if contact is None:
        return letter
    found = notice_addresses(contact, now)
    addresses = {EMAIL: found.email, SMS: found.mobile}
    channel = channel_for(addresses, configured_channels(), now, first=letter.channel)
    return replace(letter, channel=channel, to=addresses[channel].value) if channel else GivenUp("register_says_no")
