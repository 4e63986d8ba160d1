"""Reads the contact register's answer. What is missing or unknown is read as «may not be notified», never the other way."""

from collections.abc import Callable, Iterable
from datetime import datetime

from fastlinje.core.clock import OSLO
from fastlinje.core.refusal import Refused
from fastlinje.people.rules import email_address, mobile_number

from .contact_register import Address, ContactStatus, RegisteredContact
from .exchange import Peer
from .unavailable import Reason, RegisterUnavailable

_LANGUAGES = frozenset({"nb", "nn", "en", "se"})


def read_contacts(peer: Peer, answer: dict, asked: Iterable[str]) -> dict[str, RegisteredContact]:
    """One contact for each person asked for. Raises RegisterUnavailable (malformed) also when somebody is left out: a person who
    is not in the register is in the answer with the status IKKE_REGISTRERT."""
    people = answer.get("personer")
    if not isinstance(people, list) or not all(isinstance(person, dict) for person in people):
        raise RegisterUnavailable(peer.name, Reason.MALFORMED, "personer")
    by_number = {person["personidentifikator"]: person for person in people if isinstance(person.get("personidentifikator"), str)}
    if not by_number.keys() >= set(asked):
        raise RegisterUnavailable(peer.name, Reason.MALFORMED, "personidentifikator")
    return {national_id: _read_contact(peer, by_number[national_id]) for national_id in asked}


def _read_contact(peer: Peer, person: dict) -> RegisteredContact:
    details = person.get("kontaktinformasjon") or {}
    if not isinstance(details, dict):
        raise RegisterUnavailable(peer.name, Reason.MALFORMED, "kontaktinformasjon")
    language = person.get("spraak")
    return RegisteredContact(
        reserved=person.get("reservasjon") != "NEI",
        status=_status(peer, person),
        may_be_notified=person.get("varslingsstatus") == "KAN_VARSLES",
        email=_address(peer, details, "epostadresse", email_address),
        mobile=_address(peer, details, "mobiltelefonnummer", mobile_number),
        language=language if isinstance(language, str) and language in _LANGUAGES else None,
    )


def _status(peer: Peer, person: dict) -> ContactStatus:
    try:
        return ContactStatus(person.get("status"))
    except ValueError:
        raise RegisterUnavailable(peer.name, Reason.MALFORMED, "status") from None


def _address(peer: Peer, details: dict, name: str, tidy: Callable[[str], str]) -> Address | None:
    value = details.get(name)
    if not isinstance(value, str):
        return None
    try:
        tidied = tidy(value)
    except Refused:
        # Written by people over the years: what no message can be sent to is no address.
        return None
    return Address(tidied, _moment(peer, details, f"{name}_oppdatert"), _moment(peer, details, f"{name}_sist_verifisert"))


def _moment(peer: Peer, details: dict, name: str) -> datetime | None:
    written = details.get(name)
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except (TypeError, ValueError):
        raise RegisterUnavailable(peer.name, Reason.MALFORMED, name) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=OSLO)
