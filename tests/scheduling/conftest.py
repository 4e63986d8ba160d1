"""Berg's appointment book, and who works with it."""

import pytest

from fastlinje.core.actor import Actor, Face
from fastlinje.nonprod.cast import PER, SIRI
from tests.scheduling_world import Book


@pytest.fixture
def siri(logins) -> Actor:
    """Siri, secretary at Tangen."""
    return logins.actor(SIRI, Face.STAFF)


@pytest.fixture
def per(logins) -> Actor:
    """Per, a patient at another office."""
    return logins.actor(PER)


@pytest.fixture
def book(cast, siri) -> Book:
    """Berg's appointment book."""
    return Book(cast, siri)
