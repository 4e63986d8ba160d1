"""Gets the surroundings ready for one command: database, keys, settings."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg

from fastlinje.config import keys
from fastlinje.config.embedded import EmbeddedServer
from fastlinje.config.environment import Environment
from fastlinje.config.places import private_dir
from fastlinje.config.trouble import BadSettings, Trouble
from fastlinje.core.actor import Actor

WEB_LOGIN, WORKER_LOGIN = "fastlinje_web", "fastlinje_worker"
EMBEDDED_SERVER, EMBEDDED_DATABASE = "main", "fastlinje"


@contextmanager
def surroundings(*, worker: bool = False) -> Iterator[Environment]:
    """The settings, with what development makes by itself: missing keys and, without DATABASE_URL, the embedded database.

    worker  connect as the worker's login role
    Processes started inside inherit the settings through the environment.
    """
    settings = Environment.parse(os.environ)
    server = None
    if not settings.production:
        keys.create_missing(settings.keys_dir, datetime.now(UTC))
        private_dir(settings.state_dir / "static")  # files are found where they lie; production collects them here
        if not settings.database_url:
            server = EmbeddedServer(EMBEDDED_SERVER)
            server.start()
            os.environ.update(embedded_urls(server))
    try:
        if worker:
            _connect_as_worker()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fastlinje.config.settings")
        yield Environment.load(os.environ)
    finally:
        if server:
            server.stop()


@contextmanager
def django_ready(*, worker: bool = False) -> Iterator[Environment]:
    """The surroundings with Django set up in this process."""
    import django  # not before the settings are known

    with surroundings(worker=worker) as settings:
        django.setup()
        yield settings


def command_line() -> Actor:
    """Who acts on the command line, as the audit log tells it. Needs the worker's login."""
    return Actor.job(f"fastlinje, {getpass.getuser()}")


def embedded_urls(server: EmbeddedServer) -> dict[str, str]:
    """The variables that point every process at the embedded database."""
    return {
        "DATABASE_OWNER_URL": server.ensure_database(EMBEDDED_DATABASE),
        "DATABASE_URL": server.login_url(WEB_LOGIN, EMBEDDED_DATABASE),
        "DATABASE_WORKER_URL": server.login_url(WORKER_LOGIN, EMBEDDED_DATABASE),
    }


def database_trouble(url: str) -> str | None:
    """Why the database does not let us in, in one line; None when it does."""
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1].strip()
        hint = "run `fastlinje migrate` first" if "password authentication failed" in reason else "is it running?"
        return f"The database does not answer ({hint}): {reason}"
    return None


def require_database(url: str) -> None:
    """Raise Trouble with one line unless the database lets us in."""
    if reason := database_trouble(url):
        raise Trouble(reason)


def _connect_as_worker() -> None:
    url = Environment.parse(os.environ).database_worker_url
    if not url:
        raise BadSettings("DATABASE_WORKER_URL must be set for the worker: the database as the login role fastlinje_worker.")
    os.environ["DATABASE_URL"] = url
    os.environ.pop("DATABASE_URL_FILE", None)
