"""A worker inside the test: runs the jobs that are due, one after the other, connected as the worker's login role.

What it does to a job is what the real worker does (tests/config/test_jobs_with_real_workers.py runs that one).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import time_machine
from django.conf import settings
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from fastlinje.config.environment import django_database

_FETCH = """
    select id, status::text, task_name, priority, lock, queueing_lock, args, scheduled_at, queue_name, attempts, worker_id
      from procrastinate_fetch_job_v2(null, %s) where id is not null
"""


@dataclass(frozen=True)
class Run:
    """One job that was run, and how it ended ("succeeded", "todo" to be tried again, or "failed")."""

    task: str
    arguments: dict[str, Any]
    status: str
    error: Exception | None = None

    @property
    def handler(self) -> str:
        """The handler's name, e.g. "notifications.tasks.send_notice"; "" for other jobs."""
        return self.arguments.get("handler", "")


class Worker:
    """Runs jobs as fastlinje_worker. Afterwards the test is fastlinje_web again."""

    def run(self, *, until: datetime | None = None, raising: bool = True) -> list[Run]:
        """Run jobs until none is due.

        until    first move the clock there, and run what is held back until then too
        raising  let a handler's exception through; otherwise treat it as the real worker does (try later, or park)
        """
        with self.connected():
            if until is None:
                return list(self._run_all(raising))
            with connection.cursor() as cursor:
                cursor.execute(
                    "update procrastinate_jobs set scheduled_at = null where status = 'todo' and scheduled_at <= %s", [until]
                )
            with time_machine.travel(until, tick=False):
                return list(self._run_all(raising))

    def waiting(self) -> list[str]:
        """Names of what still waits in the queue: the handler, or the event that is to be fanned out."""
        with self.connected(), connection.cursor() as cursor:
            cursor.execute(
                "select coalesce(args ->> 'handler', args ->> 'event', task_name) from procrastinate_jobs"
                " where status = 'todo' order by id"
            )
            return [name for (name,) in cursor]

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Be connected as the worker's login role."""
        web = connections["default"]
        parameters = {**web.settings_dict, **django_database(settings.ENVIRONMENT.database_worker_url)}
        connections["default"] = worker = DatabaseWrapper(parameters, "default")
        try:
            yield
        finally:
            worker.close()
            connections["default"] = web

    def _run_all(self, raising: bool) -> Iterator[Run]:
        with connection.cursor() as cursor:
            cursor.execute("select worker_id from procrastinate_register_worker_v1()")
            (worker_id,) = cursor.fetchone()
        while job := _fetch(worker_id):
            yield _run_one(job, raising)


def _fetch(worker_id: int) -> Job | None:
    with connection.cursor() as cursor:
        cursor.execute(_FETCH, [worker_id])
        rows = [dict(zip([column.name for column in cursor.description], row, strict=True)) for row in cursor]
    return Job.from_row({**rows[0], "args": json.loads(rows[0]["args"])}) if rows else None


def _run_one(job: Job, raising: bool) -> Run:
    task = app.tasks[job.task_name]
    try:
        task(**job.task_kwargs)
    except Exception as error:
        retry = task.get_retry_exception(error, job)
        if retry:
            _ask("select procrastinate_retry_job_v2(%s, %s, null, null, null)", job.id, retry.retry_decision.retry_at)
        else:
            _ask("select procrastinate_finish_job_v1(%s, 'failed', false)", job.id)
        if raising:
            raise
        return Run(job.task_name, job.task_kwargs, "todo" if retry else "failed", error)
    _ask("select procrastinate_finish_job_v1(%s, 'succeeded', true)", job.id)
    return Run(job.task_name, job.task_kwargs, "succeeded")


def _ask(statement: str, *arguments: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
