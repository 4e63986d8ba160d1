"""Work about offices and their patients behind the scenes."""

from datetime import datetime

from fastlinje.core.actor import Actor
from fastlinje.people.events import PersonLoggedIn

from .gp_checks import check_gp_of


def check_gp_of_who_logged_in(event: PersonLoggedIn, *, actor: Actor, now: datetime) -> None:
    """Ask whose list a person is on. Nothing waits for it: login goes on when the register is away."""
    check_gp_of(event.person_id, actor=actor, now=now)
