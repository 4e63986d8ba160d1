"""Work about people behind the scenes."""

from datetime import datetime

from fastlinje.core.actor import Actor

from .events import PersonLoggedIn
from .register_checks import check_one


def check_representation_of(event: PersonLoggedIn, *, actor: Actor, now: datetime) -> None:
    """Ask the register whom a person may act for. Nothing waits for it: login goes on when the register is away."""
    check_one(event.person_id, actor=actor, now=now)
