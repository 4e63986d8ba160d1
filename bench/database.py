"""A durable embedded server for measuring, with as many tasks as asked for, and pgbench on the same server as the limit."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
from psycopg import sql

from fastlinje.audit.roles import WEB, WORKER, ensure_roles
from fastlinje.config import keys
from fastlinje.config.embedded import EmbeddedServer

server = EmbeddedServer("bench")
PATIENT_TASKS = 100  # how many tasks each patient has
DAY = timedelta(days=1)
TASK_COLUMNS = {
    **dict.fromkeys(("id", "practice_id", "person_id", "patient_id"), "uuid"),
    "kind": "varchar",
    "focus_id": "uuid",
    **dict.fromkeys(("status", "turn"), "varchar"),
    "due_at": "timestamptz",
    **dict.fromkeys(("owner_name", "patient_name", "from_name"), "varchar"),
    **dict.fromkeys(("subject", "last_line"), "bytea"),
    **dict.fromkeys(("unread_by_person", "unread_by_office", "shielded", "hidden_from_person", "journal_missing"), "bool"),
    "updated_at": "timestamptz",
}


def environ_for(database: str, state: Path) -> dict[str, str]:
    """Environment variables that point the product at a bench database."""
    return {
        "FASTLINJE_MODE": "development",
        "FASTLINJE_STATE_DIR": str(state),
        "FASTLINJE_KEYS_DIR": str(state / "keys"),
        "FASTLINJE_HOSTS": "localhost,testserver",
        "FASTLINJE_ACCEPT_TEST_PEOPLE": "1",
        "FASTLINJE_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "fastlinje.config.settings",
        "DATABASE_URL": server.login_url(WEB, database),
        "DATABASE_WORKER_URL": server.login_url(WORKER, database),
        "DATABASE_OWNER_URL": server.owner_url(database),
    }


@contextmanager
def running() -> Iterator[Path]:
    """The server up, and a folder for keys and files."""
    with server, tempfile.TemporaryDirectory(prefix="fastlinje-bench-") as folder:
        keys.create_missing(Path(folder) / "keys", datetime.now(UTC))
        (Path(folder) / "static").mkdir()
        ensure_roles(server.owner_url("postgres"), web_password=server.password(WEB), worker_password=server.password(WORKER))
        yield Path(folder)


def fresh(database: str) -> None:
    """An empty database of that name."""
    with psycopg.connect(server.owner_url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))
    server.ensure_database(database)


def drop(database: str) -> None:
    """Give the disk back."""
    with psycopg.connect(server.owner_url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))


def postmaster() -> int:
    """The process id of the server, whose children serve the connections."""
    return int((server.home.data / "postmaster.pid").read_text().splitlines()[0])


def settle(database: str) -> None:
    """Statistics and visibility as in a database that has been in use, and nothing left to write."""
    with psycopg.connect(server.owner_url(database), autocommit=True) as connection:
        connection.execute("vacuum analyze")
    with psycopg.connect(server.superuser_url(database), autocommit=True) as connection:
        connection.execute("checkpoint")


def fill_tasks(owner_url: str, tasks: int, patients: list[tuple[UUID, UUID]], practice: UUID) -> None:
    """Write that many tasks of one office, `PATIENT_TASKS` for each (person, patient), sealed as the product seals."""
    from django.conf import settings

    from fastlinje.core.identifiers import new_id

    start = datetime.now(UTC) - 60 * DAY
    seal = settings.CONTENT_RING.seal
    with (
        psycopg.connect(owner_url) as connection,
        connection.cursor().copy(f"copy worklist_task ({', '.join(TASK_COLUMNS)}) from stdin (format binary)") as copy,
    ):
        copy.set_types(TASK_COLUMNS.values())
        for number in range(tasks):
            person, patient = patients[(number // PATIENT_TASKS) % len(patients)]
            pk = new_id()
            at = start + number * (59 * DAY / tasks)
            open_now = number % 20 == 0
            copy.write_row((
                pk, practice, person, patient, "e_consultation", new_id(), "received" if open_now else "closed",
                "office" if open_now else "nobody", at + 7 * DAY, "", "Kari Nordmann", "Ingrid Berg",
                seal("Spørsmål om medisin".encode(), label="worklist.task.subject", pk=pk),
                seal(("Hei, jeg lurer på om jeg kan ta medisinen om morgenen i stedet for om kvelden. " * 2)[:120].encode(),
                     label="worklist.task.last_line", pk=pk),
                number % 50 == 0, open_now, False, False, number % 10 == 0, at,
            ))  # fmt: skip


def pgbench(database: str, script: str, *, clients: int = 8, seconds: int = 8, role: str | None = None) -> float:
    """Transactions per second of a script on this server: the machine's own limit for that work."""
    url = server.login_url(role, database) if role else server.owner_url(database)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        done = subprocess.run(
            [server.home.binaries / "pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds),
             "-f", file.name, url],
            capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"},
        )  # fmt: skip
    found = re.search(r"^tps = ([\d.]+)", done.stdout, re.MULTILINE)
    if done.returncode or not found or "failed: 0" not in done.stdout.replace("number of failed transactions", "failed"):
        raise RuntimeError(f"pgbench: {done.stdout[-400:]} {done.stderr[-400:]}")
    return float(found[1])
