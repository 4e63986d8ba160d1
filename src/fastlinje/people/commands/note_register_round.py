"""Noting how a round of questions to a register went, for the operator."""

from datetime import datetime

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

from ..models import RegisterRound


@command
def note_register_round(
    *, actor: Actor, now: datetime, register: str, changed: int, same: int, no_answer: int, disagreements: int, error: str
) -> None:
    """Keep when everybody was last asked about and what it came to. Only the last round is kept; the log has the others.

    error   why somebody could not be asked about, as RegisterUnavailable says it: a place, never content
    Source  F-101
    """
    RegisterRound.objects.update_or_create(
        register=register,
        defaults={
            "at": now,
            "changed": changed,
            "same": same,
            "no_answer": no_answer,
            "disagreements": disagreements,
            "error": error[:300],
        },
    )
    record(actor, "register.round", now=now, why=register)
