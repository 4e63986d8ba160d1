"""What an operator may know of the work behind the scenes: how much waits, for how long, what was parked. No content (AD-19)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from fastlinje.core.actor import Actor

# The alive are those that have been heard of in half a minute; the worker beats three times in that.
_WORKERS_AND_SEALS = """
    select (select count(*) from procrastinate_workers where last_heartbeat > %s - interval '30 seconds'),
           (select max(last_heartbeat) from procrastinate_workers), max(sealed_at), coalesce(sum(events), 0) from audit_auditseal
"""
_QUEUE = """
    select count(*) filter (where due),
           count(*) filter (where due and since < %(now)s - interval '1 minute'),
           count(*) filter (where due and since < %(now)s - interval '10 minutes'),
           count(*) filter (where not due),
           count(*) filter (where doing), min(since) filter (where due)
      from (select status = 'doing' as doing, status = 'todo' and coalesce(scheduled_at, %(now)s) <= %(now)s as due,
                   coalesce(scheduled_at, (select max(at) from procrastinate_events e where e.job_id = j.id)) as since
              from procrastinate_jobs j where status in ('todo', 'doing') limit 10000) waiting
"""
_PARKED = """
    select id, case task_name when 'fastlinje.handle' then queue_name else task_name end, attempts,
           (select max(at) from procrastinate_events e where e.job_id = j.id and type = 'failed')
      from procrastinate_jobs j where status = 'failed' order by id limit %s
"""


@dataclass(frozen=True, slots=True)
class ParkedJob:
    """A job that was given up after its last try."""

    id: int
    task: str
    tries: int
    parked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Queues:
    """The state of the work behind the scenes.

    waiting, over_1_minute, over_10_minutes  jobs that are due, counted up to 10 000
    oldest_at                                since when the oldest of them waits
    later                                    held back on purpose
    """

    workers: int
    last_beat_at: datetime | None
    waiting: int
    over_1_minute: int
    over_10_minutes: int
    later: int
    running: int
    oldest_at: datetime | None
    parked: tuple[ParkedJob, ...]
    sealed_at: datetime | None
    sealed_events: int


def queues_for(actor: Actor, *, now: datetime, limit: int = 50) -> Queues:
    """How the work goes. Three statements."""
    with connection.cursor() as cursor:
        workers, last_beat_at, sealed_at, sealed_events = _row(cursor, _WORKERS_AND_SEALS, [now])
        waiting, minute, ten_minutes, later, running, oldest_at = _row(cursor, _QUEUE, {"now": now})
        cursor.execute(_PARKED, [limit])
        parked = tuple(ParkedJob(*row) for row in cursor.fetchall())
    return Queues(
        workers=workers,
        last_beat_at=last_beat_at,
        waiting=waiting,
        over_1_minute=minute,
        over_10_minutes=ten_minutes,
        later=later,
        running=running,
        oldest_at=oldest_at,
        parked=parked,
        sealed_at=sealed_at,
        sealed_events=sealed_events,
    )


def _row(cursor: object, statement: str, values: object) -> tuple:
    cursor.execute(statement, values)
    return cursor.fetchone()
