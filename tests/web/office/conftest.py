"""Browsers of those who work at Tangen and Vika, and a way to count what a page asks the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fastlinje.core.actor import Face
from fastlinje.nonprod.cast import BERG, DAG, GRO, SIRI
from tests.office_world import make_conversation


@pytest.fixture
def at_tangen(logins) -> Client:
    """Berg's browser."""
    return logins.client(BERG, Face.STAFF)


@pytest.fixture
def secretary(logins) -> Client:
    """Siri's browser."""
    return logins.client(SIRI, Face.STAFF)


@pytest.fixture
def administrator(logins) -> Client:
    """Dag's browser."""
    return logins.client(DAG, Face.STAFF)


@pytest.fixture
def at_vika(cast, logins) -> Client:
    """Gro's browser, at another office than the patient's."""
    return logins.client(GRO, Face.STAFF, practice=cast.vika)


@pytest.fixture
def question(cast):
    """Kari's opened question to Berg."""
    return make_conversation(cast.kari_patient, cast.berg_role, owner=cast.berg_role)


@pytest.fixture
def statements() -> Callable:
    """`with statements() as asked: …; len(asked)`: the SQL a page ran, without BEGIN and COMMIT."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        asked: list[str] = []
        with CaptureQueriesContext(connection) as captured:
            yield asked
        asked += [query["sql"] for query in captured if query["sql"] not in ("BEGIN", "COMMIT", "ROLLBACK")]

    return counting
