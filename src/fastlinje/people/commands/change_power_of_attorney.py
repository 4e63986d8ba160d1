"""Changing what somebody may do for one, or how long."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.identifiers import new_id

from ..consent import lock_self
from ..events import PowerOfAttorneyChanged
from ..models import PowerOfAttorney, RelatedPerson
from ..power_ending import end_power, lock_lasting_power
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
    end_power(old, PowerOfAttorney.EndedBy.CHANGE, by_name=actor.name, now=now)
    new = _successor(old, scopes=sorted(scopes), start_date=start, end_date=end_date, now=now)
    new.save(force_insert=True)
    if new.holder_id:
        _let_act(new, now)
        record(actor, "power.change", now=now, person_id=new.holder_id, entity=("PowerOfAttorney", new.pk))
    record(actor, "power.change", now=now, entity=("PowerOfAttorney", new.pk), why="self")
    emit(PowerOfAttorneyChanged(new.pk, "changed"))
    return new.pk


def _successor(old: PowerOfAttorney, *, now: datetime, **terms: object) -> PowerOfAttorney:
    return PowerOfAttorney(
        id=new_id(),
        giver_id=old.giver_id,
        giver_name=old.giver_name,
        holder_id=old.holder_id,
        holder_index=old.holder_index,
        holder_name=old.holder_name,
        given_at=now,
        accepted_at=now if old.holder_id else None,
        **terms,
    )


def _let_act(power: PowerOfAttorney, now: datetime) -> None:
    """The row the gate asks."""
    RelatedPerson(
        id=new_id(),
        person_id=power.giver_id,
        related_id=power.holder_id,
        basis=RelatedPerson.Basis.POWER_OF_ATTORNEY,
        scopes=power.scopes,
        start_date=power.start_date,
        end_date=power.end_date,
        source=power.source,
        checked_at=now,
        created_at=now,
    ).save(force_insert=True)
