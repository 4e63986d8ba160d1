"""Ending a power of attorney, or saying no to one."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound

from ..events import PowerOfAttorneyChanged
from ..models import PowerOfAttorney
from ..power_ending import end_power, lock_lasting_power
from ..power_rules import check_own_matters
from ..powers import offers_for


@command
def end_power_of_attorney(*, actor: Actor, now: datetime, power_id: UUID) -> None:
    """End a power one has given or holds, or decline one that is offered. It holds at once, also in the middle of a form.

    Refuses  own_matters_only, not_found (foreign, missing and one that is over alike)
    Emits    PowerOfAttorneyChanged
    Source   F-109, AD-27
    """
    check_own_matters(actor)
    other_id = _decline(actor, power_id, now) if _is_offered(actor, power_id, now) else _end(actor, power_id, now)
    if other_id:
        record(actor, "power.end", now=now, person_id=other_id, entity=("PowerOfAttorney", power_id))
    record(actor, "power.end", now=now, entity=("PowerOfAttorney", power_id), why="self")
    emit(PowerOfAttorneyChanged(power_id, "ended"))


def _is_offered(actor: Actor, power_id: UUID, now: datetime) -> bool:
    return power_id in {offer.id for offer in offers_for(actor, now=now)}


def _decline(actor: Actor, power_id: UUID, now: datetime) -> UUID:
    with connection.cursor() as cursor:
        cursor.execute("select gate.decline_power(%s, %s)", [power_id, now])
        (giver_id,) = cursor.fetchone()
    if giver_id is None:
        raise NotFound
    return giver_id


def _end(actor: Actor, power_id: UUID, now: datetime) -> UUID | None:
    """Whom it concerns besides the actor."""
    power = lock_lasting_power(power_id, now, giver_id=actor.person_id, holder_id=actor.person_id)
    mine = power.giver_id == actor.person_id
    side = PowerOfAttorney.EndedBy.GIVER if mine else PowerOfAttorney.EndedBy.HOLDER
    end_power(power, side, by_name=actor.name, now=now)
    return power.holder_id if mine else power.giver_id
