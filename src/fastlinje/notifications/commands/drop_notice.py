"""A notice that is not worth sending any more."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

from ..queue import drop, lock_queued


@command
def drop_notice(*, actor: Actor, now: datetime, notice_id: UUID, reason: str) -> None:
    """Give a notice up: it is too late, or the person can't or won't be reached. Operators see how many.

    reason   "too_late", "no_address", "consent_withdrawn", "switched_off", "code_gone", "register_says_no", "not_in_register",
             "may_not_read" (it is hidden from them, or they act for the person no longer) or "same_address" (told already).
             "replaced" is given by make_notice
    Refuses  not_found, not_queued
    """
    notice = drop(lock_queued(notice_id), reason)
    record(actor, "notice.drop", now=now, practice_id=notice.practice_id, entity=("Notice", notice.pk), why=reason)
