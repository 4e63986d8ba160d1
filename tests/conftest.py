"""A strict world: real PostgreSQL as the login roles, no network beyond loopback, warnings are errors."""

import os
import signal
from collections.abc import Callable, Iterator

import hypothesis
import psycopg
import pytest

from tests import database

# A shell that starts us in the background has us ignore Ctrl-C, and so would every program of ours that the tests stop by it.
signal.signal(signal.SIGINT, signal.default_int_handler)
database.prepare()

import django  # noqa: E402

django.setup()
# A parallel test process inherits this environment and must not read its settings before it has a database of its own.
del os.environ["DJANGO_SETTINGS_MODULE"]

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402

from fastlinje.core.actor import Actor, Face  # noqa: E402
from fastlinje.nonprod.cast import Cast, Family, make_cast, make_family  # noqa: E402
from tests.cast import Logins  # noqa: E402
from tests.chromium import chromium  # noqa: E402, F401 a fixture
from tests.worker import Worker  # noqa: E402

# No clock, and the same examples every time: a busy machine or an unlucky draw must not turn somebody else's work away.
hypothesis.settings.register_profile("fastlinje", deadline=None, derandomize=True)
hypothesis.settings.load_profile("fastlinje")
settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "UNDEFINED VARIABLE %s"


def pytest_unconfigure(config: pytest.Config) -> None:
    for connection in connections.all():
        connection.close()
    database.drop()


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The database is made before Django is; see tests/database.py."""


@pytest.fixture(scope="session")
def _cleaner() -> Iterator[Callable[[], None]]:
    name = os.environ["FASTLINJE_TEST_DATABASE"]
    with psycopg.connect(database.server.superuser_url(name), autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")  # delete in any order, no triggers
        tables = [
            row[0]
            for row in connection.execute(
                "select oid::regclass::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
                " and not relispartition and relname not in ('django_migrations') union select 'audit_auditevent'"
            )
        ]
        statement = "; ".join(f"delete from {table}" for table in tables)
        yield lambda: connection.execute(statement) and None


@pytest.fixture
def db(django_db_blocker, _cleaner: Callable[[], None]) -> Iterator[None]:
    """A clean, real database as fastlinje_web. Nothing is rolled back: commands commit, as in life."""
    with django_db_blocker.unblock():
        yield
        for connection in connections.all():
            if connection.in_atomic_block:
                connection.close()
        _cleaner()


@pytest.fixture
def cast(db: None) -> Cast:
    """The standing cast, see nonprod/cast.py."""
    return make_cast()


@pytest.fixture
def family(cast: Cast) -> Family:
    """Ola 9 and Nora 14, Kari's children, and Arne, her father, who has given her a power of attorney."""
    return make_family(cast)


@pytest.fixture
def logins(cast: Cast) -> Logins:
    """Logs members of the cast in: `logins.actor(KARI)`, `logins.client(BERG)`."""
    return Logins(cast)


@pytest.fixture
def kari(logins: Logins) -> Actor:
    """Kari, a citizen with full consent and lege Berg as her GP."""
    from fastlinje.nonprod.cast import KARI

    return logins.actor(KARI)


@pytest.fixture
def berg(logins: Logins) -> Actor:
    """Berg, GP at Tangen."""
    from fastlinje.nonprod.cast import BERG

    return logins.actor(BERG, Face.STAFF)


@pytest.fixture
def worker(db: None) -> Worker:
    """Runs the jobs that wait, as the worker's login: `worker.run()`, and `worker.run(until=moment)` for those held back."""
    return Worker()
