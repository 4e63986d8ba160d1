"""Real worker processes, killed, stopped and poisoned: every job is done, and done once (FD-03, FD-13, FD-14, FD-24)."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from fastlinje.audit.models import AuditEvent, AuditSeal
from fastlinje.audit.outbox import emit
from fastlinje.config.jobs import HANDLE, MAX_TRIES
from fastlinje.core.identifiers import new_id
from fastlinje.dialogue.events import AnswerSent
from tests import database

PATIENCE_SECONDS = 120


class Workers:
    """Worker processes of this test, and what their handler wrote down."""

    def __init__(self, folder: Path):
        self.diary = folder / "diary"
        self.diary.touch()
        self.processes: list[subprocess.Popen] = []

    def start(self, where: str) -> subprocess.Popen:
        """A worker whose handler waits there."""
        command = [sys.executable, "-m", "tests.config.slow_worker", str(self.diary), where]
        self.processes.append(subprocess.Popen(command, env=os.environ, start_new_session=True))
        return self.processes[-1]

    def tell(self, line: str) -> None:
        """Write something in the diary for the handlers to read."""
        with self.diary.open("a") as file:
            file.write(f"{line}\n")

    def written(self) -> Counter[str]:
        """How often each line was written."""
        return Counter(self.diary.read_text().splitlines())

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()


@pytest.fixture
def workers(db: None, tmp_path: Path) -> Iterator[Workers]:
    running = Workers(tmp_path)
    yield running
    running.stop()


def eventually(condition: Callable[[], object]) -> None:
    """Wait until something is so; fail when patience ends."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def jobs() -> list[tuple]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select status::text, attempts from procrastinate_jobs where task_name = %s order by id", [HANDLE])
        return cursor.fetchall()


def effects() -> Counter:
    events = AuditEvent.objects.using("owner").filter(action="test.effect", outcome="0")
    return Counter(events.values_list("entity_id", flat=True))


def tell_two(worker) -> tuple[AnswerSent, AnswerSent]:
    """Two pieces of news about one conversation: their jobs share a lock, so the second waits for the first."""
    first = AnswerSent(new_id(), new_id(), closed=False)
    second = AnswerSent(first.conversation_id, new_id(), closed=True)
    with worker.connected():
        emit(first)
        emit(second)
    return first, second


@contextmanager
def no_database() -> Iterator[None]:
    """While it lasts workers have lost their connections to this test's database and get no new ones."""
    name = sql.Identifier(os.environ["FASTLINJE_TEST_DATABASE"])
    with psycopg.connect(database.server.superuser_url("postgres"), autocommit=True) as server:
        server.execute(sql.SQL("alter database {} with allow_connections false").format(name))
        try:
            server.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'fastlinje_worker' and datname = %s",
                [os.environ["FASTLINJE_TEST_DATABASE"]],
            )
            yield
        finally:
            server.execute(sql.SQL("alter database {} with allow_connections true").format(name))


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_killed_workers_job_is_done_once_and_its_locked_successor_after_it(workers, worker, where):
    first, second = tell_two(worker)
    victim = workers.start(where)
    line = f"began {first.communication_id}" if where == "before" else f"acted {first.communication_id}"
    eventually(lambda: workers.written()[line])
    assert [status for status, _ in jobs()] == ["doing", "todo"]
    victim.send_signal(signal.SIGKILL)
    workers.start("nowhere")
    eventually(lambda: jobs() == [])
    assert effects() == {first.communication_id: 1, second.communication_id: 1}
    written = workers.written()
    assert written[f"began {first.communication_id}"] == 2
    assert written[f"began {second.communication_id}"] == 1
    order = workers.diary.read_text().splitlines()
    assert order.index(f"began {second.communication_id}") > max(
        n for n, line in enumerate(order) if line == f"acted {first.communication_id}"
    )


def test_a_worker_that_sleeps_and_wakes_acts_once(workers, worker):
    """FD-14: its job was given to another; when it wakes it must neither act again nor fall over."""
    first, _ = tell_two(worker)
    sleeper = workers.start("after")
    eventually(lambda: workers.written()[f"acted {first.communication_id}"])
    os.killpg(sleeper.pid, signal.SIGSTOP)
    other = workers.start("nowhere")
    eventually(lambda: jobs() == [])
    os.killpg(sleeper.pid, signal.SIGCONT)
    with worker.connected():
        emit(AnswerSent(new_id(), new_id(), closed=False))  # whichever of them takes it
    eventually(lambda: len(effects()) == 3)
    assert set(effects().values()) == {1}
    assert sleeper.poll() is None
    assert other.poll() is None


def test_a_job_that_kills_its_worker_is_parked(workers, worker):
    """FD-13"""
    poison = AnswerSent(new_id(), new_id(), closed=False)
    with worker.connected():
        emit(poison)
    workers.start("poison")
    eventually(lambda: workers.processes[-1].poll() is not None)
    with connections["owner"].cursor() as cursor:
        cursor.execute("update procrastinate_jobs set attempts = %s", [MAX_TRIES - 1])
    workers.start("nowhere")
    eventually(lambda: [status for status, _ in jobs()] == ["failed"])
    assert effects() == {}


def test_sigterm_lets_the_job_finish_and_takes_no_more(workers, worker):
    """FD-24"""
    first, second = tell_two(worker)
    process = workers.start("until_told")
    eventually(lambda: workers.written()[f"acted {first.communication_id}"])
    process.terminate()
    workers.tell("go on")
    assert process.wait(PATIENCE_SECONDS) == 0
    assert workers.written()[f"ended {first.communication_id}"] == 1
    assert workers.written()[f"began {second.communication_id}"] == 0
    assert jobs() == [("todo", 0)]


def test_sigterm_while_the_database_is_away_ends_the_worker_too(workers, worker):
    """FD-02, FD-24: it must not take the outage for a reason to begin again."""
    first, _ = tell_two(worker)
    process = workers.start("nowhere")
    eventually(lambda: len(effects()) == 2)
    with no_database():
        process.terminate()
        assert process.wait(PATIENCE_SECONDS) == 0


def test_a_worker_lives_through_a_lost_database_connection(workers, worker):
    """FD-02"""
    first, _ = tell_two(worker)
    process = workers.start("nowhere")
    eventually(lambda: len(effects()) == 2)
    with no_database():
        pass
    tell_two(worker)
    eventually(lambda: len(effects()) == 4)
    assert process.poll() is None


def test_chores_are_done_by_the_clock_and_forget_their_failures(workers, worker):
    from fastlinje.config import periodic

    first, _ = tell_two(worker)
    with connections["owner"].cursor() as cursor:
        name = periodic.task_name("seal_audit")
        cursor.execute("insert into procrastinate_jobs (queue_name, task_name, status) values ('default', %s, 'failed')", [name])
        workers.start("clock")
        eventually(lambda: len(effects()) == 2)
        eventually(lambda: sum(AuditSeal.objects.using("owner").values_list("events", flat=True)) >= 2)
        eventually(lambda: cursor.execute("select from procrastinate_jobs where status = 'failed'") or not cursor.rowcount)
