"""Noting how a register that is asked about one person at a time answers, for the operator."""

from datetime import datetime, timedelta

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor

from ..models import RegisterRound
from ..register_status import configured_sources

OFTEN_ENOUGH = timedelta(minutes=10)


@command
def note_register_answer(*, actor: Actor, now: datetime, register: str, error: str) -> None:
    """Keep when a register last answered, or why it did not. At most every ten minutes, unless it begins or stops to fail.

    error   a short code without content; "" when it answered
    Source  F-101
    """
    last = RegisterRound.objects.filter(register=register).first()
    if last and last.error == error and now - last.at < OFTEN_ENOUGH:
        nothing_done("noted lately")
        return
    RegisterRound.objects.update_or_create(
        register=register,
        defaults={
            "at": now,
            "source": ",".join(configured_sources(register)),
            "changed": 0,
            "same": 0 if error else 1,
            "no_answer": 1 if error else 0,
            "disagreements": 0,
            "error": error,
        },
    )
    record(actor, "register.answer", now=now, why=register)
