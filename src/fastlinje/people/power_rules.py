"""Who may give a power of attorney, to whom, for what and how long (rules.md 1.5 and 1.7). Pages ask the same as the commands."""

import unicodedata
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from fastlinje.core.actor import Actor, Scope
from fastlinje.core.clock import age_on
from fastlinje.core.identifiers import birth_date_of, is_synthetic, valid_national_id
from fastlinje.core.refusal import Refused

GIVABLE = (Scope.DIALOGUE, Scope.APPOINTMENTS, Scope.PRESCRIPTIONS, Scope.INVOICES)
"""What a power can be for. One's own settings, consent and log are nobody else's."""

GIVER_AGE, HOLDER_AGE = 16, 18
OFFER_WAITS = timedelta(days=30)
"""How long an offer waits for the holder to log in and say yes. practices/sql/power_of_attorney.sql says the same."""
MOST_OFFERS = 10
"""How many a person may give in that time: more is no use, and each may send somebody a notice."""
LONGEST_AHEAD = timedelta(days=366)
NAME_MAX_CHARS = 200
REASON_MAX_CHARS = 500


def check_own_matters(actor: Actor) -> None:
    """Refuses own_matters_only while the actor acts for somebody else."""
    if actor.acting_for:
        raise Refused("own_matters_only", _("Fullmakter gjelder deg selv. Bytt tilbake til deg selv først."))


def why_not_give(actor: Actor, today: date) -> str:
    """The sentence for somebody too young to give a power of attorney; "" otherwise. A protected address is told by the command."""
    try:
        check_giver(actor.birth_date, "", today)
    except Refused as refusal:
        return str(refusal.sentence)
    return ""


def check_giver(birth_date: date, address_protection: str, today: date) -> None:
    """Refuses giver_too_young, own_address_protected: about the giver themselves, so it may be said."""
    if age_on(birth_date, today) < GIVER_AGE:
        raise Refused("giver_too_young", _("Du må ha fylt 16 år for å gi fullmakt."))
    if address_protection:
        raise Refused("own_address_protected", _("Du har adressesperre, og kan derfor ikke gi fullmakt her."))


def check_holder(national_id: str, name: str, today: date, *, accept_synthetic: bool) -> None:
    """Refuses national_id_invalid, name_missing, holder_too_young. Everything is seen from what was typed: nobody is looked up."""
    if not valid_national_id(national_id) or (is_synthetic(national_id) and not accept_synthetic):
        sentence = _("Dette er ikke et gyldig fødselsnummer. Det har elleve siffer.")
        raise Refused("national_id_invalid", sentence, fields=("holder_national_id",))
    if len(_words(name)) < 2:
        raise Refused("name_missing", _("Skriv både fornavn og etternavn."), fields=("holder_name",))
    if len(name) > NAME_MAX_CHARS:
        raise Refused("name_missing", _("Navnet er for langt."), fields=("holder_name",))
    if age_on(birth_date_of(national_id), today) < HOLDER_AGE:
        raise Refused("holder_too_young", _("Den som får fullmakt, må ha fylt 18 år."), fields=("holder_national_id",))


def check_scopes(scopes: Collection[str]) -> None:
    """Refuses scopes_missing."""
    if not scopes or not set(scopes) <= {scope.value for scope in GIVABLE}:
        raise Refused("scopes_missing", _("Velg minst én tjeneste."), fields=("scopes",))


def check_period(start: date, end: date | None, today: date) -> None:
    """Refuses start_past, start_too_late, dates_reversed."""
    if start < today:
        raise Refused("start_past", _("Første dag kan ikke være passert."), fields=("start_date",))
    if start > today + LONGEST_AHEAD:
        raise Refused("start_too_late", _("Første dag kan ikke være mer enn ett år fram i tid."), fields=("start_date",))
    if end and end < start:
        raise Refused("dates_reversed", _("Siste dag kan ikke være før første dag."), fields=("end_date",))


def offer_has_expired(given_at: datetime, now: datetime) -> bool:
    """True when nobody said yes in time."""
    return given_at <= now - OFFER_WAITS


def names_agree(typed: str, registered: str) -> bool:
    """True when the first and the last name typed are among the person's names, whatever the accents; also when none is registered.

    So a wrong digit in a national number gives no stranger a power, nor tells them of it.
    """
    known, given = set(_words(registered)), _words(typed)
    return not known or bool(given) and {given[0], given[-1]} <= known


def _words(name: str) -> list[str]:
    plain = "".join(char for char in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(char))
    return "".join(char if char.isalpha() else " " for char in plain).split()
