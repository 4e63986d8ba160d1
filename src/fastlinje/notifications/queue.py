"""The notices that wait."""

from uuid import UUID

from fastlinje.core.refusal import NotFound, Refused

from .models import Notice


def lock_queued(notice_id: UUID) -> Notice:
    """A notice that waits to be sent, locked for the rest of the command. Refuses not_found, not_queued."""
    notice = Notice.objects.select_for_update(of=("self",)).filter(pk=notice_id).first()
    if notice is None:
        raise NotFound
    if notice.status != Notice.Status.QUEUED:
        raise Refused("not_queued", "")
    return notice


def drop(notice: Notice, reason: str) -> Notice:
    """A locked notice that is not to be sent, and why."""
    notice.status, notice.last_error = Notice.Status.DROPPED, reason
    notice.save(update_fields=["status", "last_error"])
    return notice
