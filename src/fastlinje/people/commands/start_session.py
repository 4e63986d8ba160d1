"""Logging in: a provider has vouched for somebody, and they get a session of their own."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from fastlinje.audit import gate
from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor, Capacity, Entry, Face
from fastlinje.core.identifiers import birth_date_of, new_id
from fastlinje.core.refusal import Refused

from ..events import PersonLoggedIn


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a login provider says about somebody, after every check. `name` may be empty: ID-porten gives none."""

    national_id: str
    issuer: str
    sid: str
    acr: str
    amr: str
    auth_time: datetime
    name: str = ""


def key_hash(key: str) -> bytes:
    """What the database keeps of a session's cookie."""
    return hashlib.sha256(key.encode()).digest()


@command
def start_citizen_session(*, actor: Actor, now: datetime, who: Vouched) -> str:
    """Log a person in as a citizen.

    Returns  the key for the session cookie: 256 random bits, never stored
    Limits   30 minutes idle, 120 minutes from `auth_time` (identity.md A4)
    Emits    PersonLoggedIn, when there is a register to ask whom they may act for, or who their GP is
    """
    key = secrets.token_urlsafe(32)
    given, _blank, family = who.name.rpartition(" ")
    person_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            f"select gate.open_citizen_session({', '.join(['%s'] * 15)}, %s::smallint, %s)",
            [
                now,
                settings.INDEX_RING.digests(who.national_id),
                person_id,
                settings.CONTENT_RING.seal(who.national_id.encode(), label="people.person.national_id", pk=person_id),
                given,
                family,
                birth_date_of(who.national_id),
                new_id(),
                new_id(),
                key_hash(key),
                who.issuer,
                who.sid,
                who.acr,
                who.amr,
                who.auth_time,
                settings.CITIZEN_IDLE_MINUTES,
                who.auth_time + timedelta(minutes=settings.CITIZEN_ABSOLUTE_MINUTES),
            ],
        )
        (person_id,) = cursor.fetchone()
    if settings.ENVIRONMENT.asks_at_login:
        emit(PersonLoggedIn(person_id))
    _note_start(key, Face.CITIZEN, now)
    return key


@command
def start_staff_session(*, actor: Actor, now: datetime, who: Vouched) -> str:
    """Log somebody in who works at an office, or who runs the service.

    Returns  the key for the session cookie
    Limits   30 minutes idle; absolute as the office has set it (default 10 hours from `auth_time`)
    Refuses  no_membership
    """
    key = secrets.token_urlsafe(32)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select gate.open_staff_session({', '.join(['%s'] * 11)}, %s::smallint, %s)",
            [
                now,
                settings.INDEX_RING.digests(who.national_id),
                who.name,
                new_id(),
                new_id(),
                key_hash(key),
                who.issuer,
                who.sid,
                who.acr,
                who.amr,
                who.auth_time,
                settings.STAFF_IDLE_MINUTES,
                who.auth_time + timedelta(hours=settings.ENVIRONMENT.staff_session_hours),
            ],
        )
        if cursor.fetchone()[0] is None:
            raise Refused(
                "no_membership",
                _("Du er ikke registrert ved noe legekontor her. Be lederen på kontoret om å legge deg til."),
            )
    _note_start(key, Face.STAFF, now)
    return key


def _note_start(key: str, face: Face, now: datetime) -> None:
    fresh = gate.enter(Entry(Capacity.ANONYMOUS, face, key_hash(key)), now=now)
    if fresh.capacity is Capacity.ANONYMOUS:  # an operator without an office
        fresh = gate.enter(Entry(Capacity.ANONYMOUS, Face.OPERATOR, key_hash(key)), now=now)
    record(fresh, "session.start", now=now, entity=("Session", fresh.session_id))
