"""Trying a parked job again."""

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused

from ..command import command
from ..record import record


@command
def retry_job(*, actor: Actor, now: datetime, job_id: int) -> None:
    """Give a parked job its tries again, when what was wrong has been mended.

    Refuses  not_parked
    Source   FD-13
    """
    with connection.cursor() as cursor:
        cursor.execute("select audit_retry_parked_job(%s)", [job_id])
        (retried,) = cursor.fetchone()
    if not retried:
        raise Refused("not_parked", _("Denne jobben venter ikke lenger på deg."))
    record(actor, "job.retry", now=now, why=f"job {job_id}")
