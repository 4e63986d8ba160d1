"""Berg's appointment book, and the times in words."""

from datetime import datetime

import pytest
from django.utils.dateformat import format as format_date

from fastlinje.core.actor import Actor, Face
from fastlinje.core.clock import OSLO
from fastlinje.nonprod.cast import SIRI
from tests.scheduling_world import Book


@pytest.fixture
def siri(logins) -> Actor:
    """Siri, secretary at Tangen."""
    return logins.actor(SIRI, Face.STAFF)


@pytest.fixture
def book(cast, siri) -> Book:
    """Berg's appointment book, with free times at 9.00, 9.20 and 9.40 in eight days."""
    return Book(cast, siri)


def said(moment: datetime) -> str:
    """«tirsdag 24. november kl. 09.20», as pages say it."""
    return format_date(moment.astimezone(OSLO), r"l j. F \k\l. H.i")
