"""What an operator may know of the register of representation: which sources, when they were asked, how it went (AD-19)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from fastlinje.core.actor import Actor

from .models import RegisterRound

REPRESENTATION = "representation"
FILE, SERVICE = "file", "service"
_ROUNDS_COME_EVERY = timedelta(minutes=70)  # hourly, and a little for the worker to get there


@dataclass(frozen=True, slots=True)
class RegisterStatus:
    """The register as it stands.

    sources  "file" and "service", those this installation is set up with
    people   how many have logged in, and are asked about in each round
    due      how many of them wait for an answer: all when the last round is too old, else those that got none; 0 without sources
    """

    sources: tuple[str, ...]
    people: int
    due: int
    last: RegisterRound | None


def configured_sources() -> tuple[str, ...]:
    """Where this installation hears whom people may act for."""
    environment = settings.ENVIRONMENT
    given = ((FILE, environment.representation_file), (SERVICE, environment.representation_url))
    return tuple(name for name, place in given if place)


def register_status_for(actor: Actor, *, now: datetime) -> RegisterStatus:
    """Two statements."""
    last = RegisterRound.objects.filter(register=REPRESENTATION).first()
    with connection.cursor() as cursor:
        cursor.execute("select gate.how_many_log_in()")
        (people,) = cursor.fetchone()
    sources = configured_sources()
    return RegisterStatus(sources, people, _due(people, last, now) if sources else 0, last)


def _due(people: int, last: RegisterRound | None, now: datetime) -> int:
    is_old = last is None or now - last.at > _ROUNDS_COME_EVERY
    return people if is_old else last.no_answer
