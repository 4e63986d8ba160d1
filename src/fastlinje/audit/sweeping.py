"""Housekeeping by the clock: keys of commands that nobody will send again, and jobs that were given up."""

from datetime import datetime, timedelta

from django.db import connection

from fastlinje.core.actor import Actor

from . import gate
from .models import IdempotencyRecord

KEYS_KEPT = timedelta(days=30)
PARKED_KEPT = timedelta(days=90)
_FORGET_JOBS = """
    delete from procrastinate_jobs j
     where status in ('failed', 'cancelled', 'aborted', 'succeeded')
       and not exists (select from procrastinate_events e where e.job_id = j.id and e.at >= %s)
"""


def sweep_keys(*, actor: Actor, now: datetime) -> None:
    """Forget which commands were carried out more than a month ago."""
    with gate.reading(actor, now=now):
        IdempotencyRecord.objects.filter(recorded_at__lt=now - KEYS_KEPT).delete()


def sweep_jobs(*, actor: Actor, now: datetime) -> None:
    """Forget jobs that ended, or that no operator has taken up, in three months. Those that succeed go at once."""
    with gate.reading(actor, now=now), connection.cursor() as cursor:
        cursor.execute(_FORGET_JOBS, [now - PARKED_KEPT])
