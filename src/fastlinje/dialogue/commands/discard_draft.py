"""Throwing away what one was writing."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

from ..drafts import need_draft, remove_draft


@command
def discard_draft(*, actor: Actor, now: datetime, conversation_id: UUID | None = None) -> None:
    """Delete the draft of a new e-consultation, or of a reply, with its files and form answers.

    Refuses  draft_gone
    Source   F-049
    """
    draft = need_draft(actor, conversation_id=conversation_id)
    record(
        actor,
        "draft.discard",
        now=now,
        person_id=draft.person_id,
        practice_id=draft.practice_id,
        entity=("Draft", draft.pk),
        why="self",
    )
    remove_draft(draft)
