"""Work about people behind the scenes."""

from datetime import datetime

from fastlinje.core.actor import Actor

from .events import PersonLoggedIn, RegisterRoundRequested
from .register_checks import check_one, check_representation


def check_representation_of(event: PersonLoggedIn, *, actor: Actor, now: datetime) -> None:
    """Ask the register whom a person may act for. Nothing waits for it: login goes on when the register is away."""
    check_one(event.person_id, actor=actor, now=now)


def check_everybodys_representation(event: RegisterRoundRequested, *, actor: Actor, now: datetime) -> None:
    """Do the hourly round now, because an operator asked for it."""
    check_representation(actor=actor, now=now)
