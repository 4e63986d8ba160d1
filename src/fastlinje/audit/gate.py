"""The one way into the database: a transaction begins by entering through the gate, which gives it its capacity.

The SQL functions are defined in practices/sql/gate.sql; they are the only code that may read sessions and memberships.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from fastlinje.core.actor import (
    Actor,
    Capacity,
    ConsentLevel,
    Entry,
    Face,
    Membership,
    OfficeContact,
    OwnAccess,
    Represented,
    RoleCode,
    Scope,
    no_longer,
)

_ENTER_SESSION = """
    select set_config('role', g.role, true),
           set_config('fastlinje.login', g.login, true),
           set_config('fastlinje.self', g.self, true),
           set_config('fastlinje.persons_dialogue', g.persons_dialogue, true),
           set_config('fastlinje.persons_consent', g.persons_consent, true),
           set_config('fastlinje.persons_appointments', g.persons_appointments, true),
           set_config('fastlinje.practices', g.practices, true),
           set_config('fastlinje.practice', g.practice, true),
           set_config('fastlinje.practitioner', g.practitioner, true),
           g.about
      from gate.enter(%s, %s, %s, %s, %s) g
"""
# All this may write is when somebody was last here: a crash may forget half a second of that, so nobody waits for the disk.
_IDENTIFY = "select about, set_config('synchronous_commit', 'off', true) from gate.enter(%s, %s, %s, %s, %s)"
_ENTER_PLAIN = "select set_config('role', %s, true)"


def enter(entry: Entry, *, now: datetime, touch: bool = False) -> Actor:
    """Take the capacity of `entry` for the rest of the transaction and return who that is now.

    touch  a person did something: move the idle limit (at most one write a minute; never for polls)
    An ended or unknown session gives the anonymous actor, never an error: pages decide what to say.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("enter the gate inside a transaction: the capacity must end with it")
    with connection.cursor() as cursor:
        if entry.session_key is None:
            cursor.execute(_ENTER_PLAIN, [entry.capacity.database_role])
            return Actor.job("") if entry.capacity is Capacity.JOB else Actor.anonymous()
        cursor.execute(_ENTER_SESSION, [entry.session_key, entry.face.value, entry.subject_id, now, touch])
        about = cursor.fetchone()[-1]
    return _actor(entry, json.loads(about)) if about else Actor.anonymous()


def identify(entry: Entry, *, now: datetime, touch: bool = False) -> Actor:
    """Who that is now, without taking the capacity: for a page that leaves the acting to a command."""
    with connection.cursor() as cursor:
        cursor.execute(_IDENTIFY, [entry.session_key, entry.face.value, entry.subject_id, now, touch])
        about = cursor.fetchone()[0]
    return _actor(entry, json.loads(about)) if about else Actor.anonymous()


@contextmanager
def reading(actor: Actor, *, now: datetime) -> Iterator[Actor]:
    """A transaction for reading as `actor`, for pages that answer a POST and for jobs."""
    with transaction.atomic():
        fresh = enter(actor.entry, now=now)
        if actor.capacity is not Capacity.JOB and not fresh.same_as(actor):
            raise no_longer(fresh)
        yield fresh if actor.capacity is not Capacity.JOB else actor


def _actor(entry: Entry, about: dict) -> Actor:
    memberships = tuple(
        Membership(
            role_id=UUID(row["role_id"]),
            practice_id=UUID(row["practice_id"]),
            practice_name=row["practice_name"],
            codes=frozenset(RoleCode(code) for code in row["codes"]),
        )
        for row in about.get("memberships") or ()
    )
    practice_id = _uuid(about.get("practice_id"))
    here = next((m for m in memberships if m.practice_id == practice_id), None)
    return Actor(
        capacity=Capacity(about["capacity"]),
        entry=Entry(Capacity(about["capacity"]), Face(entry.face), entry.session_key, _uuid(about.get("subject_id"))),
        name=about["name"],
        login_id=_uuid(about["login_id"]),
        session_id=_uuid(about["session_id"]),
        session_expires_at=datetime.fromisoformat(about["expires_at"]),
        session_ends_at=datetime.fromisoformat(about["ends_at"]),
        assurance_level=about["acr"],
        language=about.get("language") or "",
        person_id=_uuid(about.get("person_id")),
        birth_date=date.fromisoformat(about["birth_date"]) if about.get("birth_date") else None,
        own_consent=ConsentLevel(about.get("consent") or "undecided"),
        own_access=OwnAccess(about.get("own_access") or "full"),
        subject_id=_uuid(about.get("subject_id")),
        represents=_represented(about.get("represents") or ()),
        lost_subject_id=_uuid(about.get("lost_subject")),
        practitioner_id=_uuid(about.get("practitioner_id")),
        practice_id=practice_id,
        role_id=here.role_id if here else None,
        roles=here.codes if here else frozenset(),
        memberships=memberships,
        office=OfficeContact(**about["office"]) if about.get("office") else None,
    )


_STRONGEST_FIRST = ("parental", "guardian", "decided", "power_of_attorney")


def _represented(rows: Iterable[dict]) -> tuple[Represented, ...]:
    """Each person once, in the gate's order: on several grounds one may do what any of them allows, and is named by the first."""
    found: dict[UUID, Represented] = {}
    for row in rows:
        new = _on_one_ground(row)
        old = found.get(new.person_id, new)
        first = min(old, new, key=lambda each: _STRONGEST_FIRST.index(each.basis))
        found[new.person_id] = replace(first, scopes=old.scopes | new.scopes)
    return tuple(found.values())


def _on_one_ground(row: dict) -> Represented:
    return Represented(
        person_id=UUID(row["person_id"]),
        name=row["name"],
        birth_date=date.fromisoformat(row["birth_date"]),
        basis=row["basis"],
        scopes=frozenset(Scope(scope) for scope in row["scopes"]),
        consent=ConsentLevel(row["consent"]),
    )


def _uuid(value: str | None) -> UUID | None:
    return UUID(value) if value else None
