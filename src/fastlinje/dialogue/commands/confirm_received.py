"""The office has the person's question."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

from ..progress import change_state, lock_conversation
from ..states import ConversationState

BY = "Fastlinje"


@command
def confirm_received(*, actor: Actor, now: datetime, conversation_id: UUID) -> None:
    """Show the person that their question has reached the office: sent becomes received. Run by the worker.

    Refuses  not_found, wrong_state (already opened, or withdrawn: then there is nothing to confirm)
    Source   F-050, F-051
    """
    conversation = lock_conversation(conversation_id)
    change_state(conversation, ConversationState.RECEIVED, by_name=BY, now=now)
    record(
        actor,
        "conversation.receive",
        now=now,
        person_id=conversation.person_id,
        practice_id=conversation.practice_id,
        entity=("Conversation", conversation.pk),
    )
