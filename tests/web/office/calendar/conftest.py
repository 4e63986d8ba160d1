"""Berg's appointment book at Tangen, and what a page says."""

import re
from collections.abc import Callable

import pytest

from fastlinje.core.actor import Actor, Face
from fastlinje.core.clock import now
from fastlinje.nonprod.cast import SIRI
from fastlinje.scheduling.commands.book_for_patient import book_for_patient
from tests.scheduling_world import Book


@pytest.fixture
def siri(logins) -> Actor:
    """Siri, secretary at Tangen."""
    return logins.actor(SIRI, Face.STAFF)


@pytest.fixture
def book(cast, siri) -> Book:
    """Three free times with Berg in a week."""
    return Book(cast, siri)


@pytest.fixture
def booked(book, siri):
    """Kari's time at nine."""
    return book_for_patient(
        actor=siri, now=now(), slot_id=book.first.pk, patient_id=book.cast.kari_patient.pk, reason="Vondt i kneet"
    )


@pytest.fixture
def said() -> Callable:
    """The words of a page, without its marks."""

    def words(answer) -> str:
        main = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))

    return words
