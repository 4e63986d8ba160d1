"""What the worker does by the clock. The database sees to it that only one of several workers does it."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import connection
from procrastinate import App

from fastlinje.audit import seals
from fastlinje.audit import sweeping as audit
from fastlinje.core import clock
from fastlinje.core.actor import Actor
from fastlinje.dialogue import rescanning
from fastlinje.dialogue import sweeping as dialogue
from fastlinje.exports import sweeping as exports
from fastlinje.people import growing_up, register_checks
from fastlinje.people import sweeping as people
from fastlinje.practices import gp_checks
from fastlinje.scheduling import chores as scheduling


class Chore(Protocol):
    """One piece of housekeeping. Run again it does what is left."""

    def __call__(self, *, actor: Actor, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Periodic:
    """A chore and when it is done.

    cron  minute, hour, day, month, weekday in UTC; hourly rather than nightly, so that an outage skips nothing
    """

    name: str
    cron: str
    chore: Chore


PERIODIC: tuple[Periodic, ...] = (
    Periodic("seal_audit", "* * * * *", seals.seal_events),
    Periodic("scan_held_files", "* * * * *", rescanning.scan_held_files),
    Periodic("send_reminders", "* * * * *", scheduling.send_reminders),
    Periodic("end_offers", "* * * * *", scheduling.end_offers),
    Periodic("end_parents_access", "1 * * * *", growing_up.end_parents_access),
    Periodic("audit_partitions", "7 * * * *", seals.make_partitions),
    Periodic("check_representation", "17 * * * *", register_checks.check_representation),
    Periodic("check_gps", "47 * * * *", gp_checks.check_gps),
    Periodic("sweep_drafts", "12 * * * *", dialogue.sweep_drafts),
    Periodic("sweep_files", "22 * * * *", dialogue.sweep_files),
    Periodic("sweep_exports", "27 * * * *", exports.sweep_exports),
    Periodic("sweep_presence", "32 * * * *", dialogue.sweep_presence),
    Periodic("sweep_preparations", "42 * * * *", scheduling.sweep_preparations),
    Periodic("sweep_sessions", "37 * * * *", people.sweep_sessions),
    Periodic("sweep_contact_codes", "42 * * * *", people.sweep_contact_codes),
    Periodic("sweep_register_documents", "34 * * * *", people.sweep_register_documents),
    Periodic("sweep_keys", "47 * * * *", audit.sweep_keys),
    Periodic("sweep_jobs", "52 * * * *", audit.sweep_jobs),
)


def prepare(app: App) -> None:
    """Put every chore on the worker's clock.

    The queueing lock keeps one from piling up behind itself. A failed one is not tried again: the next is due anyway, and when
    that succeeds the failure is forgotten.
    """
    for each in PERIODIC:
        name = task_name(each.name)
        task = app.task(name=name, lock=name, queueing_lock=name)(functools.partial(_do, each))
        app.periodic(cron=each.cron)(task)


def task_name(name: str) -> str:
    """What a chore is called in the queue."""
    return f"fastlinje.{name}"


def chore(name: str) -> Callable[..., None]:
    """The chore of that name."""
    return next(each.chore for each in PERIODIC if each.name == name)


def _do(each: Periodic, timestamp: int) -> None:
    each.chore(actor=Actor.job(each.name), now=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where task_name = %s and status = 'failed'", [task_name(each.name)])
