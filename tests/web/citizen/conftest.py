"""Browsers of the cast, prices, and what a page cost in statements."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from fastlinje.nonprod.cast import BASTIAN, KARI, PER
from tests.citizen_world import with_prices


@pytest.fixture(autouse=True)
def _prices(cast):
    with_prices()


@pytest.fixture
def browser(logins) -> Client:
    """Kari's."""
    return logins.client(KARI)


@pytest.fixture
def pers(logins) -> Client:
    """Per's: a stranger, with full consent and a GP elsewhere."""
    return logins.client(PER)


@pytest.fixture
def bastians(logins) -> Client:
    """Bastian's: consents to basis only."""
    return logins.client(BASTIAN)


@pytest.fixture
def nobodys() -> Client:
    """Somebody who has not logged in."""
    return Client(HTTP_HOST="localhost")


@pytest.fixture
def statements() -> Callable:
    """`with statements() as run:` collects the SQL that ran; begin and commit are not counted."""

    @contextmanager
    def counted() -> Iterator[list[str]]:
        ran: list[str] = []

        def note(execute: Callable, sql: str, *arguments: object) -> object:
            ran.append(sql)
            return execute(sql, *arguments)

        with connection.execute_wrapper(note):
            yield ran

    return counted
