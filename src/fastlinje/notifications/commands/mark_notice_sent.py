"""A channel took the notice."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

from ..models import Notice
from ..queue import lock_queued


@command
def mark_notice_sent(*, actor: Actor, now: datetime, notice_id: UUID, channel: str) -> None:
    """Note that a notice is on its way to the person, so that it is not sent again.

    channel  the way it went: the contact register may have said another than was planned
    Refuses  not_found, not_queued
    """
    notice = lock_queued(notice_id)
    notice.status, notice.sent_at, notice.last_error = Notice.Status.SENT, now, ""
    notice.channel = channel
    notice.attempts += 1
    notice.save(update_fields=["channel", "status", "sent_at", "last_error", "attempts"])
    record(
        actor,
        "notice.send",
        now=now,
        person_id=notice.person_id,
        practice_id=notice.practice_id,
        entity=("Notice", notice.pk),
        why=notice.channel,
    )
