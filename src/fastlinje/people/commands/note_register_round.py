"""Noting how a round of questions to a register went, for the operator."""

from collections.abc import Mapping
from datetime import datetime

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

from ..models import RegisterRound
from ..register_freshness import note_freshness


@command
def note_register_round(
    *,
    actor: Actor,
    now: datetime,
    register: str,
    source: str,
    changed: int,
    same: int,
    no_answer: int,
    disagreements: int,
    error: str,
    heard: Mapping[str, datetime],
) -> None:
    """Keep when everybody was last asked about and what it came to. Only the last round is kept; the log has the others.

    source  who answered, as in "file,service"
    error   why somebody could not be asked about, as RegisterUnavailable says it: a place, never content
    heard   for each subject, how new what is known on it is now; older answers are not heard any more
    Source  F-101
    """
    RegisterRound.objects.update_or_create(
        register=register,
        defaults={
            "at": now,
            "source": source[:60],
            "changed": changed,
            "same": same,
            "no_answer": no_answer,
            "disagreements": disagreements,
            "error": error[:300],
        },
    )
    note_freshness(heard)
    record(actor, "register.round", now=now, why=register)
