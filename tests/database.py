"""A real PostgreSQL for the tests: one embedded server, one template with all migrations, one database per test process."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from fastlinje.audit.roles import WEB, WORKER, ensure_roles
from fastlinje.config import keys
from fastlinje.config.embedded import EmbeddedServer
from fastlinje.config.places import state_dir

SOURCE = Path(__file__).resolve().parents[1] / "src" / "fastlinje"
server = EmbeddedServer("tests", fast=True)


def prepare() -> None:
    """Start the server and point this process at a fresh database, before Django reads its settings."""
    state = Path(tempfile.mkdtemp(prefix="fastlinje-tests-"))
    # Processes started by pytest-xdist inherit our environment: they use the server of whoever started them.
    os.environ["FASTLINJE_STATE_DIR"] = os.environ.setdefault("FASTLINJE_TESTS_HOME", str(state_dir()))
    server.start()
    template = f"template_{_fingerprint()}"
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    keys.create_missing(state / "keys", datetime.now(UTC))
    (state / "static").mkdir()
    os.environ |= {
        "FASTLINJE_MODE": "development",
        "FASTLINJE_STATE_DIR": str(state),
        "FASTLINJE_KEYS_DIR": str(state / "keys"),
        "FASTLINJE_ACCEPT_TEST_PEOPLE": "1",
        "FASTLINJE_HOSTS": "localhost,testserver",
        "DJANGO_SETTINGS_MODULE": "fastlinje.config.settings",
    }
    with (Path(tempfile.gettempdir()) / "fastlinje-template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        owner = server.ensure_database("postgres")
        ensure_roles(owner, web_password=server.password(WEB), worker_password=server.password(WORKER))
        _sweep(template)
        if not _exists(template):
            _make_template(template)
        _admin(sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template)))
    _point_at(name)


def drop() -> None:
    """Remove what this process made; the last process to leave stops the server."""
    name = os.environ["FASTLINJE_TEST_DATABASE"]
    shutil.rmtree(os.environ["FASTLINJE_STATE_DIR"], ignore_errors=True)
    # As the superuser: only that may end what the server's own housekeeping does in there just now.
    _admin(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)), server.superuser_url("postgres"))
    server.stop()


def _point_at(name: str) -> None:
    os.environ |= {
        "FASTLINJE_TEST_DATABASE": name,
        "DATABASE_URL": server.login_url(WEB, name),
        "DATABASE_WORKER_URL": server.login_url(WORKER, name),
        "DATABASE_OWNER_URL": server.owner_url(name),
    }


def _make_template(template: str) -> None:
    import subprocess
    import sys

    server.ensure_database(template + "_new")
    _point_at(template + "_new")
    subprocess.run([sys.executable, "-m", "django", "migrate", "--database", "owner", "--verbosity", "0"], check=True)
    _admin(sql.SQL("alter database {} rename to {}").format(sql.Identifier(template + "_new"), sql.Identifier(template)))


def _sweep(template: str) -> None:
    """Drop templates of other migrations, and databases of processes that were killed."""
    with psycopg.connect(server.owner_url("postgres"), autocommit=True) as connection:
        for (name,) in connection.execute("select datname from pg_database where datname ~ '^(template|test)_'").fetchall():
            alive = name == template if name.startswith("template_") else _is_running(int(name.rpartition("_")[2]))
            if not alive:
                with contextlib.suppress(psycopg.errors.ObjectInUse):
                    connection.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _fingerprint() -> str:
    files = sorted([*SOURCE.glob("*/migrations/*.py"), *SOURCE.glob("*/sql/*.sql"), SOURCE / "audit/policies.py"])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def _exists(database: str) -> bool:
    with psycopg.connect(server.owner_url("postgres"), autocommit=True) as connection:
        return bool(connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone())


def _admin(statement: sql.Composed, url: str = "") -> None:
    with psycopg.connect(url or server.owner_url("postgres"), autocommit=True) as connection:
        connection.execute(statement)
