"""Drafts do not stay for ever."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound, Refused

from ..drafts import remove_draft
from ..models import Draft
from ..retention import draft_is_old


@command
def expire_draft(*, actor: Actor, now: datetime, draft_id: UUID) -> None:
    """Delete a draft nobody has touched for 30 days, with its files and form answers. Run by the worker.

    Refuses  not_found, draft_in_use (written in meanwhile)
    Source   F-049
    """
    draft = Draft.objects.filter(pk=draft_id).first()
    if draft is None:
        raise NotFound
    if not draft_is_old(draft.updated_at, now):
        raise Refused("draft_in_use", "")
    record(actor, "draft.expire", now=now, person_id=draft.person_id, practice_id=draft.practice_id, entity=("Draft", draft.pk))
    remove_draft(draft)
