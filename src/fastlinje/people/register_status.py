"""What an operator may know of the registers: which sources, when they were last asked, how it went (AD-19)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from fastlinje.core.actor import Actor

from .models import RegisterRound
from .register_document_views import how_many_log_in

REPRESENTATION, GP, CONTACT = "representation", "gp", "contact"
FILE, SERVICE, DOCUMENT, FLR, KRR = "file", "service", "document", "flr", "krr"
_ROUNDS_COME_EVERY = timedelta(minutes=70)  # hourly, and a little for the worker to get there


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One register and how it was last asked.

    sources  those this installation is set up with
    """

    register: str
    sources: tuple[str, ...]
    last: RegisterRound | None


@dataclass(frozen=True, slots=True)
class RegisterStatus:
    """The register of representation as it stands, and all registers in `lines`.

    people  how many have logged in, and are asked about in each round
    due     how many of them wait for an answer: all when the last round is too old, else those that got none; 0 without sources
    """

    sources: tuple[str, ...]
    people: int
    due: int
    last: RegisterRound | None
    lines: tuple[RegisterLine, ...]


def configured_sources(register: str = REPRESENTATION) -> tuple[str, ...]:
    """Where this installation hears what a register knows."""
    environment = settings.ENVIRONMENT
    given = {
        REPRESENTATION: ((FILE, environment.representation_file), (SERVICE, environment.representation_url)),
        GP: ((FLR, environment.flr_url), (FILE, environment.gp_file)),
        CONTACT: ((KRR, environment.krr_url),),
    }
    return tuple(name for name, place in given[register] if place)


def register_status_for(actor: Actor, *, now: datetime) -> RegisterStatus:
    """Two statements."""
    rounds = {row.register: row for row in RegisterRound.objects.all()}
    people, sources, last = how_many_log_in(), configured_sources(), rounds.get(REPRESENTATION)
    lines = tuple(RegisterLine(each, configured_sources(each), rounds.get(each)) for each in (REPRESENTATION, GP, CONTACT))
    return RegisterStatus(sources, people, _due(people, last, now) if sources else 0, last, lines)


def _due(people: int, last: RegisterRound | None, now: datetime) -> int:
    is_old = last is None or now - last.at > _ROUNDS_COME_EVERY
    return people if is_old else last.no_answer
