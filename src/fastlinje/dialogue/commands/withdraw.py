"""Taking a question back."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

from ..events import ConversationWithdrawn
from ..progress import change_state, lock_conversation
from ..rules import check_can_withdraw
from ..states import ConversationState


@command
def withdraw(*, actor: Actor, now: datetime, conversation_id: UUID) -> None:
    """Take a question back before anybody at the office has opened it. It costs nothing, and what was written stays readable.

    Refuses  not_found, already_opened, already_closed
    Emits    ConversationWithdrawn
    Source   F-066
    """
    conversation = lock_conversation(conversation_id)
    check_can_withdraw(conversation.state)
    change_state(
        conversation,
        ConversationState.WITHDRAWN,
        by_name=actor.name,
        now=now,
        unread_by_office=False,
        journal_missing=False,
    )
    record(
        actor,
        "conversation.withdraw",
        now=now,
        person_id=conversation.person_id,
        practice_id=conversation.practice_id,
        entity=("Conversation", conversation.pk),
        why="self",
    )
    emit(ConversationWithdrawn(conversation.pk))
