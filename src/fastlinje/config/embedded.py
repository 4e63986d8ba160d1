"""The embedded PostgreSQL: one server of our own for the demo, the tests and small offices.

It listens on a unix socket in a private folder and nowhere else, so no port can be taken and nobody else can
knock. Several processes may use one server: each holds a shared lock, and the last to leave stops it.
"""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from fastlinje.config.embedded_home import Home, find_home
from fastlinje.config.places import private_file
from fastlinje.config.trouble import Trouble

OWNER = "fastlinje_owner"
SUPERUSER = "postgres"
MAJOR_VERSION = "18"

_SETTINGS = """\
# Written anew at every start.
listen_addresses = ''
port = 5432
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 128MB
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
# A statement may carry health information: errors are logged without it.
log_min_error_statement = panic
log_statement = none
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_error_verbosity = terse
"""
_FAST = """\
# A throw-away server for tests: what a crash would lose is made again.
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
"""


class EmbeddedServer:
    """A PostgreSQL 18 server run by this program; one per `name` and installation.

    fast  for tests: gives up safety against crashes for speed
    """

    def __init__(self, name: str, *, fast: bool = False):
        self.name = name
        self.fast = fast
        self._home: Home | None = None
        self._in_use: IO[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    @property
    def home(self) -> Home:
        """Where the server lives; made on first use."""
        if self._home is None:
            self._home = find_home(self.name)
        return self._home

    def start(self) -> None:
        """Make the server's data if there is none, and start it unless it already runs. Raises Trouble with one clear line."""
        if self._in_use:
            return
        try:
            with self._starting_or_stopping():
                self._make_data()
                if not self._is_running():
                    self._start_server()
                self._wait_until_it_answers()
                self._make_owner()
                self._in_use = self._open_lock("users")
                fcntl.flock(self._in_use, fcntl.LOCK_SH)
        except OSError as error:
            raise Trouble(f"The embedded database could not start: {error.strerror} ({error.filename}).") from error

    def stop(self) -> None:
        """Leave the server; the last process to leave stops it."""
        if not self._in_use:
            return
        with self._starting_or_stopping():
            in_use, self._in_use = self._in_use, None
            with in_use:
                if _sole_user(in_use):
                    self._stop_server()

    def discard(self) -> None:
        """Delete the server's data for good. Raises Trouble while somebody uses it."""
        home = self.home
        with self._starting_or_stopping(), self._open_lock("users") as users:
            if not _sole_user(users):
                raise Trouble(f"The embedded database in {home.folder} is in use: stop the program that uses it first.")
            if home.data.exists() and self._is_running():
                self._stop_server()
            shutil.rmtree(home.folder)
            home.file("passwords").unlink(missing_ok=True)
            if home.uid is not None and not any(path.is_dir() for path in home.folder.parent.iterdir()):
                shutil.rmtree(home.folder.parent)  # this installation's place outside its state folder
        self._home = None

    def password(self, role: str) -> str:
        """The password of a login role on this server: made on first use, then always the same."""
        path = self.home.file("passwords")
        with self._lock("passwords-lock"):
            known: dict[str, str] = json.loads(path.read_bytes()) if path.exists() else {}
            if role not in known:
                known[role] = secrets.token_urlsafe(24)
                private_file(path, json.dumps(known).encode())
        return known[role]

    def url(self, role: str, password: str, database: str) -> str:
        """A connection URL for a role with this password, over the private socket."""
        return f"postgresql://{quote(role)}:{quote(password)}@/{quote(database)}?host={quote(str(self.home.socket), safe='')}"

    def owner_url(self, database: str) -> str:
        """A connection URL for the role that owns tables and runs migrations; it may make roles and databases, no more."""
        return self.url(OWNER, self.password(OWNER), database)

    def login_url(self, role: str, database: str) -> str:
        """A connection URL for a login role with the password kept for it."""
        return self.url(role, self.password(role), database)

    def superuser_url(self, database: str = "postgres") -> str:
        """A connection URL for the server's superuser: only for making the owner, and for tests of the server itself."""
        return self.url(SUPERUSER, self.password(SUPERUSER), database)

    def ensure_database(self, database: str) -> str:
        """Make the database, owned by the owner, unless it exists. Returns the owner's URL to it."""
        with psycopg.connect(self.owner_url("postgres"), autocommit=True) as connection:
            exists = connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone()
            if not exists:
                with contextlib.suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                    connection.execute(sql.SQL("create database {} template template0").format(sql.Identifier(database)))
        return self.owner_url(database)

    def _make_data(self) -> None:
        home = self.home
        if home.data.exists():
            version_file = home.data / "PG_VERSION"
            version = version_file.read_text().strip() if version_file.exists() else ""
            if version != MAJOR_VERSION:
                found = f"PostgreSQL {version}" if version else "no database"
                raise Trouble(
                    f"{home.data} holds {found}, expected PostgreSQL {MAJOR_VERSION}. Restore a backup there, "
                    "or remove the folder to start with an empty database."
                )
            return
        scratch = home.folder / "data.new"
        shutil.rmtree(scratch, ignore_errors=True)  # an initdb that was interrupted
        password_file = home.folder / "initdb-password"
        home.write(password_file, self.password(SUPERUSER))
        try:
            done = home.run(
                "initdb",
                f"--pgdata={scratch}",
                f"--username={SUPERUSER}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                *(["--no-sync"] if self.fast else []),
            )
        finally:
            password_file.unlink()
        if done.returncode:
            shutil.rmtree(scratch, ignore_errors=True)
            raise Trouble(f"The embedded database could not be made in {home.folder}: {_last_error(done.stdout)}")
        scratch.rename(home.data)

    def _is_running(self) -> bool:
        return self.home.run("pg_ctl", "status", f"--pgdata={self.home.data}").returncode == 0

    def _start_server(self) -> None:
        home = self.home
        home.make_dir(home.socket)
        settings = _SETTINGS.format(socket=home.socket) + (_FAST if self.fast else "")
        home.file("conf").write_text(settings)  # outside the server's own folder: the account that runs it cannot change it
        _forget_dead_server(home.data / "postmaster.pid")
        if home.log.exists() and home.log.stat().st_size > 10_000_000:
            home.log.replace(home.log.with_suffix(".old"))
        seen = home.log.stat().st_size if home.log.exists() else 0
        done = home.run(
            "pg_ctl",
            "start",
            f"--pgdata={home.data}",
            f"--options=-c config_file='{home.file('conf')}'",
            f"--log={home.log}",
            "--wait",
            "--timeout=60",
            "--silent",
            seconds=90,
        )
        if done.returncode:
            written = home.log.read_text(errors="replace")[seen:] if home.log.exists() else ""
            raise Trouble(f"The embedded database did not start: {_last_error(written or done.stdout)} (log: {home.log})")

    def _stop_server(self) -> None:
        done = self.home.run("pg_ctl", "stop", f"--pgdata={self.home.data}", "--mode=fast", "--wait", "--timeout=60", "--silent")
        if done.returncode and self._is_running():
            raise Trouble(f"The embedded database did not stop: {_last_error(done.stdout)} (log: {self.home.log})")

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.superuser_url(), connect_timeout=5).close()
            except psycopg.OperationalError as error:
                if "password authentication" in str(error) or time.monotonic() > deadline:
                    line = " ".join(str(error).split())
                    raise Trouble(f"The embedded database in {self.home.folder} does not answer: {line}") from error
                time.sleep(0.1)
            else:
                return

    def _make_owner(self) -> None:
        """The owner is no superuser, so that nothing works here that would fail in a managed cluster."""
        with psycopg.connect(self.superuser_url(), autocommit=True) as connection:
            if not connection.execute("select 1 from pg_roles where rolname = %s", [OWNER]).fetchone():
                connection.execute(
                    sql.SQL("create role {} login createrole createdb password {}").format(
                        sql.Identifier(OWNER), sql.Literal(self.password(OWNER))
                    )
                )

    def _starting_or_stopping(self) -> contextlib.AbstractContextManager[None]:
        return self._lock("lock")

    @contextlib.contextmanager
    def _lock(self, ending: str) -> Iterator[None]:
        with self._open_lock(ending) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _open_lock(self, ending: str) -> IO[str]:
        return os.fdopen(os.open(self.home.file(ending), os.O_WRONLY | os.O_CREAT, 0o600), "w")


def _sole_user(users: IO[str]) -> bool:
    """True if no other process holds the shared lock of those who use the server."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _forget_dead_server(pid_file: Path) -> None:
    """Remove the pid file of a server that died, if its number now belongs to some other program (as after a restart)."""
    try:
        number = int(pid_file.read_text().split("\n", 1)[0])
        program = Path(f"/proc/{number}/exe")
        if Path("/proc/self").exists() and program.parent.exists() and Path(os.readlink(program)).name != "postgres":
            pid_file.unlink()
    except (FileNotFoundError, ValueError, PermissionError):
        return


def _last_error(output: str) -> str:
    """The line of PostgreSQL's output that says what went wrong."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    grave = [line for line in lines if any(word in line for word in ("FATAL:", "PANIC:", "error:", "ERROR:"))]
    return (grave or lines or ["no message"])[-1]
