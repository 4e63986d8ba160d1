"""The powers of attorney a person has given, holds, or is offered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import connection
from django.db.models import Q

from fastlinje.core.actor import Actor, Scope
from fastlinje.core.clock import oslo_date
from fastlinje.core.refusal import NotFound

from .models import PowerOfAttorney
from .power_rules import names_agree, offer_has_expired

MOST_SHOWN = 100


class PowerState(StrEnum):
    """Where a power is, seen today."""

    OFFERED = "offered"
    EXPIRED = "expired"
    COMING = "coming"
    IN_FORCE = "in_force"
    OVER = "over"
    ENDED = "ended"
    DECLINED = "declined"
    CHANGED = "changed"


LASTING = frozenset({PowerState.OFFERED, PowerState.COMING, PowerState.IN_FORCE})


@dataclass(frozen=True, slots=True)
class Power:
    """One power, from either side.

    is_mine_to_give  the actor gave it; otherwise they hold it or are offered it
    other_name       the other side: the holder as the giver wrote it, or the giver
    office_name      the office that took it in on paper, "" otherwise
    usable           for one in force: the gate lets the holder use it right now
    """

    id: UUID
    is_mine_to_give: bool
    other_name: str
    scopes: tuple[Scope, ...]
    start_date: date
    end_date: date | None
    given_at: datetime
    ended_at: datetime | None
    ended_by: str
    office_name: str
    state: PowerState
    usable: bool = True


@dataclass(frozen=True, slots=True)
class Powers:
    """Newest first; `offered` waits for the actor's answer."""

    given: tuple[Power, ...]
    held: tuple[Power, ...]
    offered: tuple[Power, ...]

    def one(self, power_id: UUID) -> Power:
        """One of them. Refuses not_found."""
        found = next((power for power in (*self.offered, *self.given, *self.held) if power.id == power_id), None)
        if found is None:
            raise NotFound
        return found


def powers_for(actor: Actor, *, now: datetime) -> Powers:
    """All of the actor's own, whoever they act for."""
    me = actor.person_id
    rows = PowerOfAttorney.objects.filter(Q(giver_id=me) | Q(holder_id=me)).defer("holder_index").order_by("-given_at", "-id")
    powers = [_power(row, actor, now) for row in rows[:MOST_SHOWN]]
    return Powers(
        given=tuple(power for power in powers if power.is_mine_to_give),
        held=tuple(power for power in powers if not power.is_mine_to_give),
        offered=offers_for(actor, now=now),
    )


def offers_for(actor: Actor, *, now: datetime) -> tuple[Power, ...]:
    """What waits for the actor's answer. One that names somebody else than the actor is not shown: a digit was wrong."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, giver_name, holder_name, scopes, start_date, end_date, office_name, given_at from gate.powers_offered(%s)",
            [now],
        )
        return tuple(_offer(row) for row in cursor if names_agree(row[2], actor.name))


def state_of(row: PowerOfAttorney, now: datetime) -> PowerState:
    """Where it is now."""
    if row.ended_at:
        ended = {row.EndedBy.EXPIRY: PowerState.EXPIRED, row.EndedBy.CHANGE: PowerState.CHANGED}
        declined = row.ended_by == row.EndedBy.HOLDER and row.accepted_at is None
        return PowerState.DECLINED if declined else ended.get(row.ended_by, PowerState.ENDED)
    if row.end_date and row.end_date < oslo_date(now):
        return PowerState.OVER
    if row.accepted_at is None:
        return PowerState.EXPIRED if offer_has_expired(row.given_at, now) else PowerState.OFFERED
    return PowerState.COMING if row.start_date > oslo_date(now) else PowerState.IN_FORCE


def _power(row: PowerOfAttorney, actor: Actor, now: datetime) -> Power:
    mine = row.giver_id == actor.person_id
    state = state_of(row, now)
    usable = mine or any(other.person_id == row.giver_id for other in actor.represents)
    return Power(
        id=row.pk,
        is_mine_to_give=mine,
        other_name=row.holder_name if mine else row.giver_name,
        scopes=_scopes(row.scopes),
        start_date=row.start_date,
        end_date=row.end_date,
        given_at=row.given_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        office_name=row.office_name,
        state=state,
        usable=state is not PowerState.IN_FORCE or usable,
    )


def _offer(row: tuple) -> Power:
    power_id, giver_name, _holder_name, scopes, start, end, office_name, given_at = row
    return Power(power_id, False, giver_name, _scopes(scopes), start, end, given_at, None, "", office_name, PowerState.OFFERED)


def _scopes(codes: Iterable[str]) -> tuple[Scope, ...]:
    return tuple(scope for scope in Scope if scope in set(codes))
