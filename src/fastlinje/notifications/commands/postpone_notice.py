"""A channel did not take the notice."""

from datetime import datetime, timedelta
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

from ..events import NoticeQueued
from ..models import Notice
from ..queue import lock_queued
from ..rules import next_try


@command
def postpone_notice(
    *, actor: Actor, now: datetime, notice_id: UUID, error: str, permanent: bool = False, wait: timedelta | None = None
) -> str:
    """Try again later, or park the notice for an operator after the last try or when trying again would not help.

    error    a code without content
    wait     what the other side asked for
    Returns  the notice's new status
    Refuses  not_found, not_queued
    Emits    NoticeQueued at the next try
    """
    notice = lock_queued(notice_id)
    notice.attempts += 1
    notice.last_error = error
    again = None if permanent else next_try(notice.attempts, now, wait)
    if again is None:
        notice.status = Notice.Status.PARKED
    notice.save(update_fields=["status", "attempts", "last_error"])
    action = "notice.postpone" if again else "notice.park"
    record(actor, action, now=now, practice_id=notice.practice_id, entity=("Notice", notice.pk), why=error)
    if again:
        emit(NoticeQueued(notice.pk), at=again)
    return notice.status
