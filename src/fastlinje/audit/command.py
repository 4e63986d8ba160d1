"""`@command`: the one way to act. Its own transaction, its capacity from the gate, once per key, never without audit."""

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from fastlinje.core.actor import Actor, Capacity, no_longer
from fastlinje.core.identifiers import IdempotencyKey, new_id
from fastlinje.core.refusal import Refused
from fastlinje.core.rows import insert_unless_there, update

from . import gate
from .models import IdempotencyRecord
from .record import ledger, record

COMMANDS: dict[str, Callable] = {}
NOBODY = UUID(int=0)  # whose keys a job's are: it has no login


class NothingAudited(Exception):
    """A defect: a command finished without recording what it did."""


def command(function: Callable) -> Callable:
    """Wrap a keyword-only use case `f(*, actor, now, …)`.

    The body runs in the order lock · check · write · audit · emit, in a durable transaction, with the actor the gate gives
    *now*: an ended session or membership is refused. With `key` the first result is given again to whoever asks twice.
    A refusal rolls everything back and is itself recorded in a transaction of its own. Results are UUIDs, strings or None.
    """
    name = function.__name__

    @functools.wraps(function)
    def run(*, actor: Actor, now: datetime, key: IdempotencyKey | None = None, **arguments: Any) -> Any:
        try:
            with transaction.atomic(durable=True):
                fresh = _enter(actor, now)
                record_of_key = _claim(fresh, name, key, now) if key else None
                if record_of_key and record_of_key.result is not None:
                    return _unpack(record_of_key.result)
                with ledger() as actions:
                    result = function(actor=fresh, now=now, **arguments)
                if not actions:
                    raise NothingAudited(name)
                if record_of_key:
                    record_of_key.result = _pack(result)
                    update(record_of_key, "result")
                with connection.cursor() as cursor:
                    cursor.execute("set constraints all immediate")
                return result
        except Refused as refusal:
            _record_refusal(actor, name, refusal, now)
            refusal.recorded = True
            raise

    COMMANDS[name] = run
    return run


def _enter(actor: Actor, now: datetime) -> Actor:
    fresh = gate.enter(actor.entry, now=now)
    if actor.capacity in (Capacity.JOB, Capacity.ANONYMOUS):
        return actor
    if not fresh.same_as(actor):
        raise no_longer(fresh)
    return fresh


def _claim(actor: Actor, name: str, key: IdempotencyKey, now: datetime) -> IdempotencyRecord:
    """The key's row, mine or the one who came first; waits for a first that is still running."""
    whose = actor.login_id or NOBODY
    mine = IdempotencyRecord(id=new_id(), login_id=whose, command=name, key=key, recorded_at=now)
    if insert_unless_there(mine):
        return mine
    return IdempotencyRecord.objects.get(login_id=whose, command=name, key=key)


def _pack(result: Any) -> dict:
    return {"uuid": str(result)} if isinstance(result, UUID) else {"value": result}


def _unpack(result: dict) -> Any:
    return UUID(result["uuid"]) if "uuid" in result else result["value"]


def _record_refusal(actor: Actor, name: str, refusal: Refused, now: datetime) -> None:
    with transaction.atomic(durable=True):
        fresh = gate.enter(actor.entry, now=now)
        record(actor if actor.capacity is Capacity.JOB else fresh, name, now=now, refusal_code=refusal.code)
