"""People fight over few times, and wait for earlier ones, while the office books, moves and calls off, and connections, processes
and the database itself are killed. No time is given twice, and what somebody was told is what is there."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from fastlinje.audit.roles import WEB, WORKER, ensure_roles
from fastlinje.config import keys
from fastlinje.config.embedded import EmbeddedServer
from tests.soak.booking_history import check, so_far

SOAK_SECONDS = float(os.environ.get("SOAK_SECONDS", "600"))
DATABASE = "bookings"
PEOPLE, SLOTS, PROCESSES = 12, 16, 2


@pytest.fixture
def server() -> Iterator[EmbeddedServer]:
    """A database server of our own, durable, that may be killed."""
    server = EmbeddedServer("kills")
    server.start()
    yield server
    server.stop()
    server.discard()


def environ_for(server: EmbeddedServer, folder: Path) -> dict[str, str]:
    keys.create_missing(folder / "keys", datetime.now(UTC))
    return os.environ | {
        "FASTLINJE_MODE": "development",
        "FASTLINJE_STATE_DIR": str(folder),
        "FASTLINJE_KEYS_DIR": str(folder / "keys"),
        "FASTLINJE_ACCEPT_TEST_PEOPLE": "1",
        "FASTLINJE_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "fastlinje.config.settings",
        "DATABASE_URL": server.login_url(WEB, DATABASE),
        "DATABASE_WORKER_URL": server.login_url(WORKER, DATABASE),
        "DATABASE_OWNER_URL": server.owner_url(DATABASE),
    }


class Crowd:
    """The processes that act, started again when they die: people in two, the office in one, the worker in one."""

    def __init__(self, folder: Path, environ: dict[str, str]):
        self._folder, self._environ = folder, environ
        people = [[f"person-{number}" for number in range(first, PEOPLE, PROCESSES)] for first in range(PROCESSES)]
        self._shares = [*people, ["office-0", "office-1"], ["worker-0"]]
        self._processes = [self._start(share) for share in self._shares]

    def _start(self, share: list[str]) -> subprocess.Popen:
        command = [sys.executable, "-m", "tests.soak.booker", str(self._folder), *share]
        is_worker = share[0].startswith("worker")
        login = {"DATABASE_URL": self._environ["DATABASE_WORKER_URL"]} if is_worker else {}
        return subprocess.Popen(command, env=self._environ | login, cwd=Path(__file__).parents[2])

    def kill_one(self) -> None:
        """Kill one outright, and let it begin again."""
        number = random.randrange(len(self._shares))
        self._processes[number].kill()
        self._processes[number].wait()
        self._processes[number] = self._start(self._shares[number])

    def finish(self) -> None:
        """Ask all to stop after what they are doing."""
        (self._folder / "stop").touch()
        for number, process in enumerate(self._processes):
            assert process.wait(120) == 0, f"process {number} gave up"

    def kill_all(self) -> None:
        """Whatever happened, nobody is left."""
        for process in self._processes:
            process.kill()
            process.wait()

    def acts(self) -> int:
        """How much people and the office have written down so far."""
        files = (file for who in ("person", "office") for file in self._folder.glob(f"history-{who}-*.jsonl"))
        return sum(file.read_text().count("\n") for file in files)


def kill_connections(server: EmbeddedServer) -> None:
    """End some of the connections the crowd has."""
    with suppress(psycopg.OperationalError), psycopg.connect(server.superuser_url(), autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid)"
            " from (select pid from pg_stat_activity where usename = any(%s) order by random() limit 3) x",
            [[WEB, WORKER]],
        )


def kill_database(server: EmbeddedServer) -> None:
    """kill -9 the server, and start it again as whoever looks after it would."""
    pid = int((server.home.data / "postmaster.pid").read_text().split("\n", 1)[0])
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    server.stop()
    server.start()
    assert time.monotonic() < deadline, "the database does not come back (FD-02)"


@contextmanager
def fighting(server: EmbeddedServer, folder: Path) -> Iterator[Crowd]:
    ensure_roles(server.owner_url("postgres"), web_password=server.password(WEB), worker_password=server.password(WORKER))
    server.ensure_database(DATABASE)
    environ = environ_for(server, folder)
    world = [sys.executable, "-m", "tests.soak.booking_world", str(folder), str(PEOPLE), str(SLOTS)]
    subprocess.run(world, env=environ, cwd=Path(__file__).parents[2], check=True)
    crowd = Crowd(folder, environ)
    try:
        yield crowd
        crowd.finish()
    finally:
        crowd.kill_all()


def fight(server: EmbeddedServer, folder: Path, *, seconds: float, rounds: int, enough: Callable[[Counter], bool]) -> Counter:
    """Let them fight for that long, through that many rounds of kills, and until enough of each kind was done; what was done."""
    with fighting(server, folder) as crowd:
        until, kills = time.monotonic() + seconds, 0
        while time.monotonic() < until or kills < rounds * 4 or (kills < rounds * 40 and not enough(so_far(folder))):
            before = crowd.acts()
            while crowd.acts() < before + 30:
                time.sleep(0.05)
            kills += 1
            if kills % 4 == 0:
                kill_database(server)
            elif kills % 4 == 2:
                crowd.kill_one()
            else:
                kill_connections(server)
    return check(folder, server.owner_url(DATABASE))


BY_PEOPLE, BY_OFFICE = ("book", "move", "cancel"), ("office book", "office move", "office cancel")


def a_fight(done: Counter) -> bool:
    """Some of what people do, and of what the office does, somebody who came too late, and an earlier time offered."""
    people, office = min(done[f"{act} ok"] for act in BY_PEOPLE), sum(done[f"{act} ok"] for act in BY_OFFICE)
    return min(people, office, _too_late(done), done["offer ok"]) >= 2


def a_long_fight(done: Counter) -> bool:
    """Ten and more of everything, and each way an offer can end."""
    often = min(done[f"{act} ok"] for act in (*BY_PEOPLE, *BY_OFFICE, "wait", "offer"))
    return (
        min(often, _too_late(done)) >= 10 and min(done[f"{way} ok"] for way in ("accept earlier", "decline earlier", "lapse")) >= 1
    )


def _too_late(done: Counter) -> int:
    return done["book slot_taken"] + done["move slot_taken"]


def test_a_few_kills(server, tmp_path):
    """AD-61, FD-02: on the way here, not for long."""
    done = fight(server, tmp_path, seconds=0, rounds=1, enough=a_fight)
    assert a_fight(done), done


@pytest.mark.soak
def test_kills_for_minutes(server, tmp_path):
    """AD-61, FD-02: ten minutes, or SOAK_SECONDS."""
    done = fight(server, tmp_path, seconds=SOAK_SECONDS, rounds=3, enough=a_long_fight)
    assert a_long_fight(done), done
