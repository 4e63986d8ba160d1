"""A draft somebody writes for a person who no longer consents."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor, ConsentLevel
from fastlinje.core.refusal import NotFound, Refused

from ..drafts import remove_draft
from ..models import Draft


@command
def drop_draft(*, actor: Actor, now: datetime, draft_id: UUID) -> None:
    """Delete a draft whose person has withdrawn, with its files and form answers. Run by the worker.

    Refuses  not_found, draft_in_use (they consent again)
    Source   F-006, AD-32
    """
    draft = Draft.objects.select_related("person").filter(pk=draft_id).first()
    if draft is None:
        raise NotFound
    if ConsentLevel(draft.person.consent_level).covers(ConsentLevel.FULL):
        raise Refused("draft_in_use", "")
    record(actor, "draft.expire", now=now, person_id=draft.person_id, practice_id=draft.practice_id, entity=("Draft", draft.pk))
    remove_draft(draft)
