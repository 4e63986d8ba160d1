"""Trying a parked notice again."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound, Refused

from ..events import NoticeQueued
from ..models import Notice


@command
def retry_notice(*, actor: Actor, now: datetime, notice_id: UUID) -> None:
    """Send a parked notice after all, when what was wrong has been mended. An operator never sees whom it is to.

    Refuses  not_found, not_parked
    Emits    NoticeQueued
    """
    notice = Notice.objects.only("id", "status", "attempts").select_for_update(of=("self",)).filter(pk=notice_id).first()
    if notice is None:
        raise NotFound
    if notice.status != Notice.Status.PARKED:
        raise Refused("not_parked", _("Dette varselet venter ikke lenger på deg."))
    notice.status, notice.attempts = Notice.Status.QUEUED, 0
    notice.save(update_fields=["status", "attempts"])
    record(actor, "notice.retry", now=now, entity=("Notice", notice.pk))
    emit(NoticeQueued(notice.pk))
