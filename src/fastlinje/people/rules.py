"""Who may have what, and until when: consent levels and addresses for notices."""

import re
from datetime import timedelta

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from fastlinje.core.actor import Actor, ConsentLevel, OwnAccess
from fastlinje.core.refusal import Refused

CHOICES = (ConsentLevel.FULL, ConsentLevel.BASIS, ConsentLevel.NONE)
"""What a person can choose between. «Undecided» is never chosen and never a default (rules.md 2)."""

CODE_VALID = timedelta(minutes=15)
CODE_PAUSE = timedelta(seconds=60)
CODE_ATTEMPTS = 5
CODES_A_DAY = 10
"""Each may go to somebody else's number, and each gives five guesses."""


def check_consent(level: ConsentLevel) -> None:
    """Refuses consent_missing unless the person has chosen full access, which services of the GP need."""
    if not level.covers(ConsentLevel.FULL):
        raise Refused("consent_missing", _("Du må velge full tilgang før du kan bruke denne tjenesten."))


def check_may_choose(actor: Actor) -> None:
    """Refuses parents_choose for somebody under 16 in their own name."""
    if actor.acting_for is None and actor.own_access is not OwnAccess.FULL:
        raise Refused(
            "parents_choose", _("Til du fyller 16 år, er det foreldrene dine som velger hvor mye av Fastlinje du bruker.")
        )


def check_raise(current: ConsentLevel, to: ConsentLevel) -> None:
    """Refuses consent_not_raised when the step goes down: withdrawing deletes things and has a page of its own."""
    if current is not ConsentLevel.UNDECIDED and current.covers(to) and current is not to:
        raise Refused("consent_not_raised", _("Du velger mindre tilgang enn du har nå. Gjør det under «Personvern» på profilen."))


def check_lowering(current: ConsentLevel, to: ConsentLevel) -> None:
    """Refuses consent_not_lowered unless the new level is below the present one."""
    if to not in CHOICES or to is current or not current.covers(to):
        raise Refused("consent_not_lowered", _("Du har ikke høyere tilgang enn dette."))


def email_address(text: str) -> str:
    """An e-mail address as we store it. Refuses bad_address."""
    address = text.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused("bad_address", _("Skriv en e-postadresse, for eksempel navn@eksempel.no."), fields=("value",)) from None
    return address


def mobile_number(text: str) -> str:
    """A mobile number in E.164; eight digits are Norwegian. Refuses bad_address."""
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    number = _number(text)
    if number is None or phonenumbers.number_type(number) not in kinds:
        raise Refused("bad_address", _("Skriv et mobilnummer, for eksempel 900 00 000."), fields=("value",))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_number(text: str) -> str:
    """A number somebody can be called on, mobile or not, in E.164; eight digits are Norwegian. Refuses bad_address."""
    number = _number(text)
    if number is None:
        raise Refused("bad_address", _("Skriv et telefonnummer, for eksempel 22 00 00 00."), fields=("value",))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_phone_number(text: str) -> bool:
    """Whether somebody can be called there."""
    return _number(text) is not None


def _number(text: str) -> phonenumbers.PhoneNumber | None:
    """The number a text is, if there is such a number."""
    try:
        number = phonenumbers.parse(text, "NO")
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def code_digits(text: str) -> str:
    """The digits of a code as somebody typed it, «123 456» too."""
    return re.sub(r"\D", "", text)[:12]
