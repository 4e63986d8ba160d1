"""Closing a conversation without writing more."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.core.actor import Actor

from ..office_acts import drop_draft, is_answered, is_held, newest_id, record_act
from ..office_rules import check_can_close, check_unchanged
from ..progress import change_state, lock_conversation
from ..states import ConversationState


@command
def close_unanswered(*, actor: Actor, now: datetime, conversation_id: UUID, seen_id: UUID | None) -> UUID:
    """Close a conversation without another answer, such as when a person only says thanks.

    An e-consultation can be closed so only after it has had an answer (F-135).
    Refuses  not_found, not_opened, withdrawn, conversation_closed, answer_held, answer_first, conversation_changed
    Source   F-135, F-137
    """
    conversation = lock_conversation(conversation_id)
    answered = is_answered(conversation)
    check_can_close(conversation.kind, conversation.state, held=is_held(conversation), answered=answered)
    check_unchanged(newest_id(conversation), seen_id)
    to = ConversationState.CLOSED if answered else ConversationState.CLOSED_UNANSWERED
    drop_draft(actor, conversation)
    change_state(conversation, to, by_name=actor.name, now=now, unread_by_office=False)
    record_act(actor, "conversation.close", conversation, now=now)
    return conversation.pk
