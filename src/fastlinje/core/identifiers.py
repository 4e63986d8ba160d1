"""Identifiers made before the row is written: primary keys, idempotency keys, and national numbers."""

import secrets
from datetime import date
from typing import NewType
from uuid import UUID

from stdnum.no import fodselsnummer
from stdnum.no import orgnr as organisation_number
from uuid6 import uuid7

IdempotencyKey = NewType("IdempotencyKey", str)


def new_id() -> UUID:
    """A UUIDv7 primary key: sorts by time, known before INSERT (associated data of encryption needs it)."""
    return UUID(int=uuid7().int)


def new_idempotency_key() -> IdempotencyKey:
    """A key a page carries so that sending twice acts once."""
    return IdempotencyKey(secrets.token_urlsafe(18))


def is_synthetic(national_id: str) -> bool:
    """True for a number from the national test population (month + 80)."""
    return len(national_id) == 11 and national_id.isascii() and national_id.isdigit() and int(national_id[2:4]) > 80


def valid_national_id(national_id: str) -> bool:
    """True for 11 digits with right control digits: fødselsnummer, D-number, or synthetic (month + 80)."""
    if len(national_id) != 11 or not (national_id.isascii() and national_id.isdigit()):
        return False
    if not is_synthetic(national_id):
        return fodselsnummer.is_valid(national_id)
    first, second = fodselsnummer.calc_check_digit1(national_id), fodselsnummer.calc_check_digit2(national_id)
    return national_id[9:] == f"{first}{second}"


def birth_date_of(national_id: str) -> date:
    """The birth date in a valid number; D-numbers (day + 40) and synthetic numbers (month + 80) are understood."""
    month = int(national_id[2:4]) % 40 or 40
    return fodselsnummer.get_birth_date(f"{national_id[:2]}{month:02d}{national_id[4:]}")


def valid_organisation_number(number: str) -> bool:
    """True for nine digits with a right modulus-11 control digit."""
    return organisation_number.is_valid(number)
