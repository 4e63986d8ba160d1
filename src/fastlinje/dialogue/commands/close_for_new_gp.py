"""A conversation ends when the person is no longer on a list at that office."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor

from ..events import ConversationClosedForNewGp
from ..progress import change_state, lock_conversation
from ..states import ConversationState


@command
def close_for_new_gp(*, actor: Actor, now: datetime, conversation_id: UUID) -> None:
    """Close it where it stands: both can go on reading, nobody can write. Run by the worker; a second time it does nothing.

    Refuses  not_found
    Emits    ConversationClosedForNewGp
    Source   F-081
    """
    conversation = lock_conversation(conversation_id)
    if not ConversationState(conversation.state).is_open:
        nothing_done("closed already")
        return
    change_state(
        conversation, ConversationState.GP_CHANGED, by_name="Fastlinje", now=now, reason="gp_changed", unread_by_person=True
    )
    record(
        actor,
        "conversation.close",
        now=now,
        person_id=conversation.person_id,
        practice_id=conversation.practice_id,
        entity=("Conversation", conversation.pk),
    )
    emit(ConversationClosedForNewGp(conversation.pk))
