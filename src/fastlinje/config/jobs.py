"""Background work: one job per event, fanned out to the handlers of the subscriptions table, each retried alone.

Nothing here needs a connection of its own: jobs run on Django's, in the transaction of whatever they do.
"""

import dataclasses
import random
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app as outbox
from procrastinate.jobs import Job

from fastlinje.audit.outbox import FAN_OUT
from fastlinje.config.subscriptions import EVENTS, SUBSCRIPTIONS, handler_called, name_of
from fastlinje.core import clock
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound, Refused

HANDLE = "fastlinje.handle"
MAX_TRIES = 8
_FIRST_WAIT_SECONDS, _LONGEST_WAIT_SECONDS = 5, 3600
log = structlog.get_logger("fastlinje.jobs")


class BackOff(BaseRetryStrategy):
    """Wait 5 s, 15 s, 45 s … up to an hour between tries, a little uneven so that a crowd spreads.

    After the eighth try the job is parked: it stays as "failed" until an operator tries it again.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        tries = job.attempts + 1
        about = {"queue": job.queue, "task": job.task_name, "job_id": job.id, "tries": tries}
        if tries >= MAX_TRIES:
            log.error("job_parked", **about, exc_info=exception)
            return None
        log.warning("job_failed", **about, exc_info=exception)
        return RetryDecision(retry_at=clock.now() + wait_after(tries))


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many failed tries."""
    seconds = min(_FIRST_WAIT_SECONDS * 3 ** (tries - 1), _LONGEST_WAIT_SECONDS)
    return timedelta(seconds=seconds * random.uniform(0.9, 1.1))  # noqa: S311 no secret


def prepare(app: App) -> None:
    """Called by Procrastinate when Django is ready: tells it what the two kinds of jobs do."""
    app.task(name=FAN_OUT, retry=BackOff())(fan_out)
    app.task(name=HANDLE, retry=BackOff())(handle)


def fan_out(*, event: str, payload: dict[str, Any]) -> None:
    """Turn an event's one job into one job per handler, all or none, so that each is retried and parked alone.

    Handlers of one kind for one thing run one at a time and in order: they share a lock. Each handler has a queue of its own, so
    that operators, who may not read what a job is about, can see which it is.
    """
    kind = EVENTS[event]
    thing = payload[dataclasses.fields(kind)[0].name]
    jobs = [
        Job(
            queue=name_of(handler),
            task_name=HANDLE,
            lock=f"{name_of(handler)}:{thing}",
            queueing_lock=None,
            task_kwargs={"handler": name_of(handler), "event": event, "payload": payload},
        )
        for handler in SUBSCRIPTIONS[kind]
    ]
    if jobs:
        with transaction.atomic():
            outbox.job_manager.batch_defer_jobs(jobs)


def handle(*, handler: str, event: str, payload: dict[str, Any]) -> None:
    """Run one handler for one event, in the job capacity.

    A command whose rule says no is an answer, and it is in the audit log: the job is done. All else that goes wrong is tried again.
    """
    began = time.monotonic()
    outcome = "done"
    try:
        handler_called(handler)(read_event(event, payload), actor=Actor.job(handler), now=clock.now())
    except Refused as refusal:
        if isinstance(refusal, NotFound) or not refusal.recorded:
            raise
        outcome = refusal.code
    log.info("job", handler=handler, news=event, outcome=outcome, ms=round((time.monotonic() - began) * 1000))


def read_event(name: str, payload: dict[str, Any]) -> Any:
    """The event as it was told: what `emit` wrote, with its ids as UUIDs again."""
    kind = EVENTS[name]
    fields = {field.name: field.type for field in dataclasses.fields(kind)}
    return kind(**{key: UUID(value) if fields[key] is UUID and value else value for key, value in payload.items()})
