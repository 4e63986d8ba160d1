"""The worker: fetches jobs, runs several at a time, takes over from workers that died, and lives through database outages."""

import asyncio
import contextlib
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import structlog
from procrastinate import App
from procrastinate.contrib.django.db_cleanup import close_db_connections
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector

from fastlinje.config import jobs, periodic

POLL_SECONDS = 0.5
HEARTBEAT_SECONDS = 10
DEAD_AFTER_SECONDS = 30
CONNECT_WITHIN_SECONDS = 10
_PAUSE_SECONDS = 2
_GRACE_SECONDS = 15
log = structlog.get_logger("fastlinje.worker")

# In one statement, so that two workers never return the same job twice and never one that somebody else has begun meanwhile.
# A successor with the same queueing lock may wait: then the dead job's work is already in line and it is given up.
_TAKE_OVER = """
with dead as (
    select j.id from procrastinate_jobs j
     where j.status = 'doing'
       and not exists (select from procrastinate_workers w where w.id = j.worker_id and w.last_heartbeat >= now() - %s)
       for update of j skip locked)
update procrastinate_jobs j
   set status = case
           when exists (select from procrastinate_jobs n where n.queueing_lock = j.queueing_lock and n.status = 'todo')
           then 'aborted'
           when j.attempts + 1 >= %s then 'failed'
           else 'todo' end::procrastinate_job_status,
       attempts = j.attempts + 1, scheduled_at = null, worker_id = null
  from dead where j.id = dead.id
returning j.id, j.task_name, j.status::text
"""


def run(*, concurrency: int) -> None:
    """Work until SIGTERM or SIGINT; then finish the jobs at hand, take no more, and return (FD-24)."""
    asyncio.run(_work(concurrency))


def worker_app() -> App:
    """A Procrastinate app with a pool of its own for the queue. Jobs themselves use Django's connections."""
    pool = {"kwargs": {**connector_params("default"), "prepare_threshold": None}, "min_size": 1, "max_size": 4}
    app = App(connector=PsycopgConnector(**pool, timeout=CONNECT_WITHIN_SECONDS))
    jobs.prepare(app)
    periodic.prepare(app)
    return app


async def _work(concurrency: int) -> None:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(concurrency + 1, thread_name_prefix="job"))
    working = asyncio.create_task(_work_through_outages(concurrency))
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, working.cancel)
    log.info("worker_started", concurrency=concurrency)
    with contextlib.suppress(asyncio.CancelledError):
        await working
    log.info("worker_stopped")


async def _work_through_outages(concurrency: int) -> None:
    """Begin again whenever the queue is lost. What was being done then is returned by the next who looks, perhaps ourselves."""
    while True:
        app = worker_app()
        try:
            async with app.open_async():
                await _serve(app, concurrency)
        except (ConnectorException, psycopg.Error) as error:
            log.warning("queue_lost", error=type(error).__name__)
            if asyncio.current_task().cancelling():  # we were told to stop meanwhile, and the outage hid it
                return
        await asyncio.sleep(_PAUSE_SECONDS)


async def _serve(app: App, concurrency: int) -> None:
    taking_over = asyncio.create_task(_take_over_forever(app))
    try:
        await app.run_worker_async(
            concurrency=concurrency,
            fetch_job_polling_interval=POLL_SECONDS,
            listen_notify=False,  # LISTEN needs NOTIFY, which serialises commits
            delete_jobs="successful",
            install_signal_handlers=False,
            shutdown_graceful_timeout=_GRACE_SECONDS,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=DEAD_AFTER_SECONDS,
            task_middleware=[close_db_connections],
        )
    finally:
        taking_over.cancel()


async def _take_over_forever(app: App) -> None:
    """Not a job itself: it must run when every job is stuck."""
    while True:
        try:
            await take_over(app)
        except (ConnectorException, psycopg.Error) as error:  # the worker itself notices and begins again
            log.warning("take_over_failed", error=type(error).__name__)
        await asyncio.sleep(HEARTBEAT_SECONDS)


async def take_over(app: App) -> list[tuple[int, str]]:
    """Return the jobs of workers that stopped breathing to the queue, or park those that have killed too many workers.

    Returns  the job's id and its new status
    """
    dead_after = timedelta(seconds=DEAD_AFTER_SECONDS)
    async with app.connector.pool.connection() as connection:
        rows = await (await connection.execute(_TAKE_OVER, [dead_after, jobs.MAX_TRIES])).fetchall()
    for job_id, task, status in rows:
        say = log.error if status == "failed" else log.warning
        say("job_parked" if status == "failed" else "job_taken_over", job_id=job_id, task=task, status=status)
    return [(job_id, status) for job_id, _task, status in rows]
