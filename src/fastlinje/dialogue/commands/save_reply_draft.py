"""Keeping what a person is writing in a conversation."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

from ..drafts import lock_draft, make_draft, write_draft
from ..progress import lock_conversation
from ..rules import check_can_reply, check_draft


@command
def save_reply_draft(*, actor: Actor, now: datetime, conversation_id: UUID, text: str) -> None:
    """Keep what is written so far of a reply.

    Refuses  not_found, conversation_closed, answer_awaited, draft_too_long
    Source   F-050
    """
    check_draft("", text)
    conversation = lock_conversation(conversation_id)
    check_can_reply(conversation.state)
    draft = lock_draft(actor, conversation_id=conversation.pk) or make_draft(
        actor,
        person_id=conversation.person_id,
        practice_id=conversation.practice_id,
        conversation_id=conversation.pk,
        now=now,
    )
    write_draft(draft, now=now, text=text)
    record(
        actor,
        "draft.save",
        now=now,
        person_id=draft.person_id,
        practice_id=draft.practice_id,
        entity=("Draft", draft.pk),
        why="self",
    )
