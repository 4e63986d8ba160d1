"""Opening what a person sent: from now on they see «Åpnet» and can no longer take it back."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.core.actor import Actor
from fastlinje.worklist.follow import update_task

from ..office_acts import record_act
from ..office_rules import UNOPENED, check_is_opened
from ..presence import note_presence
from ..progress import change_state, lock_conversation
from ..states import ConversationState


@command
def open_conversation(*, actor: Actor, now: datetime, conversation_id: UUID) -> UUID:
    """Open a conversation from the worklist: the person sees that it is opened, colleagues see who is in it.

    Opening again only marks it as read.
    Refuses  not_found, withdrawn
    Source   F-066, rules.md 5
    """
    conversation = lock_conversation(conversation_id)
    if conversation.state in UNOPENED:
        change_state(conversation, ConversationState.OPENED, by_name=actor.name, now=now, unread_by_office=False)
    else:
        check_is_opened(conversation.state)
        update_task(conversation.pk, unread_by_office=False)
    note_presence(actor, conversation.pk, now=now)
    record_act(actor, "conversation.open", conversation, now=now)
    return conversation.pk
