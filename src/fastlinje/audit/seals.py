"""Seals over the audit log: a chain of hashes for each month's partition, so that a row altered behind our back shows.

A seal covers the events of one partition whose transactions lie in [from_xid, to_xid), where every transaction below to_xid has
ended: nothing can appear there later. Its head is

    sha256(head before · line [partition, number, from_xid, to_xid] · one line for each event, ordered by xid and id)

where a line is JSON without spaces and a newline. The first head before is 32 zero bytes. Anybody can recompute it.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import connection

from fastlinje.core.actor import Actor

from . import gate
from .models import AuditSeal

COLUMNS = (
    *("id", "recorded_at", "action", "outcome", "refusal_code", "capacity", "login_id", "agent_person_id"),
    *("agent_practitioner_id", "agent_name", "agent_roles", "practice_id", "practice_name", "person_id"),
    *("entity_type", "entity_id", "why", "xid"),
)
GENESIS = bytes(32)
MONTHS_AHEAD = 3
_PREFIX = "audit_auditevent_"
_PAGE = 5000
log = structlog.get_logger("fastlinje.audit")

_PARTITIONS = """
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'audit_auditevent'::regclass order by 1
"""
_EVENTS = f"""
    select {", ".join(column for column in COLUMNS if column != "xid")}, xid::text
      from audit_auditevent
     where tableoid = %(partition)s::regclass and recorded_at >= %(first)s and recorded_at < %(last)s
       and xid >= %(from)s::text::xid8 and xid < %(to)s::text::xid8
       and (xid, id) > (%(after_xid)s::text::xid8, %(after_id)s)
     order by xid, id limit %(page)s
"""  # noqa: S608 our own column names


class WentBack(Exception):
    """The database counts transactions lower than its own seals: it was restored from a dump into a new server."""


def seal_events(*, actor: Actor, now: datetime) -> None:
    """Seal what has happened since the last time. Done by the worker every minute; two at once seal once."""
    with gate.reading(actor, now=now), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('fastlinje.seals'))")
        # A statement of its own: its snapshot must be younger than the seals of whoever had the lock before.
        cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text")
        horizon = int(cursor.fetchone()[0])
        for partition in partitions():
            _seal(partition, horizon, now)


def make_partitions(*, actor: Actor, now: datetime) -> None:
    """Make the coming months' partitions before they are needed."""
    with gate.reading(actor, now=now), connection.cursor() as cursor:
        cursor.execute(
            "select audit_ensure_partition((%s::date + n * interval '1 month')::date) from generate_series(0, %s) n",
            [now.date().replace(day=1), MONTHS_AHEAD],
        )


def partitions() -> list[str]:
    """The names of the partitions there are."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTITIONS)
        return [name for (name,) in cursor]


def compute_head(partition: str, number: int, before: bytes, from_xid: int, to_xid: int) -> tuple[bytes, int]:
    """The head over the events as they are now, and how many they are."""
    digest, events = hashlib.sha256(before + _line([partition, number, from_xid, to_xid])), 0
    for row in events_between(partition, from_xid, to_xid):
        digest.update(_line(row))
        events += 1
    return digest.digest(), events


def events_between(partition: str, from_xid: int, to_xid: int) -> Iterator[list[Any]]:
    """The events of a partition in the order they are sealed, page by page."""
    first, last = _month_of(partition)
    after: tuple[int, UUID] = (0, UUID(int=0))
    while True:
        about = {"partition": partition, "first": first, "last": last, "from": str(from_xid), "to": str(to_xid), "page": _PAGE}
        with connection.cursor() as cursor:
            cursor.execute(_EVENTS, about | {"after_xid": str(after[0]), "after_id": after[1]})
            rows = cursor.fetchall()
        yield from ([_plain(value) for value in row] for row in rows)
        if len(rows) < _PAGE:
            return
        after = int(rows[-1][-1]), rows[-1][0]


def _seal(partition: str, horizon: int, now: datetime) -> None:
    last = AuditSeal.objects.filter(partition=partition).order_by("-number").first()
    number, before, from_xid = (last.number + 1, bytes(last.head), last.to_xid) if last else (1, GENESIS, 0)
    if horizon < from_xid:
        raise WentBack
    head, events = compute_head(partition, number, before, from_xid, horizon)
    if events:
        AuditSeal.objects.create(
            partition=partition, number=number, from_xid=from_xid, to_xid=horizon, events=events, head=head, sealed_at=now
        )
        log.info("sealed", partition=partition, number=number, events=events)


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value


def _month_of(partition: str) -> tuple[datetime, datetime]:
    """The days a partition may hold, a day to spare on both sides, so that the others are not read."""
    month = partition.removeprefix(_PREFIX)
    if not month.isdigit():
        return datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
    first = datetime(int(month[:4]), int(month[4:]), 1, tzinfo=UTC)
    return first - timedelta(days=1), first + timedelta(days=33)
