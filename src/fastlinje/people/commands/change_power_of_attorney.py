"""Changing what somebody may do for one, or how long."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound

from ..consent import lock_self
from ..events import PowerOfAttorneyChanged
from ..power_ending import lock_lasting_power
from ..power_rules import check_giver, check_own_matters, check_period, check_scopes


@command
def change_power_of_attorney(
    *, actor: Actor, now: datetime, power_id: UUID, scopes: Collection[str], start_date: date | None = None, end_date: date | None
) -> UUID:
    """End a power one has given and give the same person a new one in its place. A holder who said yes keeps it without a break.

    start_date  the new one's first day: today when left out
    Returns     the new one's id; the old stays in the list as changed
    Refuses     own_matters_only, giver_too_young, own_address_protected, scopes_missing, start_past, start_too_late,
                dates_reversed, not_found (also for a power that is over)
    Emits       PowerOfAttorneyChanged
    Source      F-109: a change is a deletion and a new one
    """
    check_own_matters(actor)
    me, today = lock_self(actor), oslo_date(now)
    old = lock_lasting_power(power_id, now, giver_id=me.pk)
    start = start_date or today
    check_giver(me.birth_date, me.address_protection, today)
    check_scopes(scopes)
    check_period(start, end_date, today)
    successor_id = _change(actor, old.pk, sorted(scopes), start, end_date, now)
    if old.holder_id:
        record(actor, "power.change", now=now, person_id=old.holder_id, entity=("PowerOfAttorney", successor_id))
    record(actor, "power.change", now=now, entity=("PowerOfAttorney", successor_id), why="self")
    emit(PowerOfAttorneyChanged(successor_id, "changed"))
    return successor_id


def _change(actor: Actor, power_id: UUID, scopes: list[str], start: date, end: date | None, now: datetime) -> UUID:
    """By the gate, which alone makes the row it asks."""
    successor = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            "select gate.change_power(%s, %s, %s, %s, %s, %s, %s, %s)",
            [power_id, successor, new_id(), scopes, start, end, actor.name, now],
        )
        if not cursor.fetchone()[0]:
            raise NotFound
    return successor
