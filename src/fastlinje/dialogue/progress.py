"""Moving a conversation from one state to the next: the column, its history row, and what the lists show, together."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from fastlinje.core.identifiers import new_id
from fastlinje.core.prepared import prepared
from fastlinje.core.refusal import NotFound
from fastlinje.core.rows import insert, update
from fastlinje.worklist.follow import update_task
from fastlinje.worklist.models import Turn

from .models import Conversation, ConversationStatus
from .states import ConversationState, check_transition

S = ConversationState
TURN = {
    S.SENT: Turn.OFFICE,
    S.RECEIVED: Turn.OFFICE,
    S.OPENED: Turn.OFFICE,
    S.REPLIED: Turn.OFFICE,
    S.ANSWERED: Turn.PERSON,
    S.CLOSED: Turn.NOBODY,
    S.CLOSED_UNANSWERED: Turn.NOBODY,
    S.REDIRECTED: Turn.NOBODY,
    S.WITHDRAWN: Turn.NOBODY,
    S.GP_CHANGED: Turn.NOBODY,
}


def lock_conversation(conversation_id: UUID) -> Conversation:
    """The actor's conversation, locked for the rest of the command; NotFound when it is not theirs to see."""
    for conversation in _locked(pk=conversation_id):
        return conversation
    raise NotFound


@prepared
def _locked(*, pk: UUID) -> QuerySet[Conversation]:
    return Conversation.objects.select_for_update(of=("self",)).filter(pk=pk)


def change_state(
    conversation: Conversation, to: ConversationState, *, by_name: str, now: datetime, reason: str = "", **task: Any
) -> None:
    """Take the step or refuse it (wrong_state). `task` holds further changes to what the lists show."""
    check_transition(conversation.state, to)
    conversation.state = to
    conversation.closed_at = None if to.is_open else now
    update(conversation, "state", "closed_at")
    note_state(conversation, by_name=by_name, now=now, reason=reason)
    update_task(conversation.pk, status=to, turn=TURN[to], updated_at=now, **task)


def note_state(conversation: Conversation, *, by_name: str, now: datetime, reason: str = "") -> None:
    """Append the present state to the conversation's history."""
    insert(
        ConversationStatus(
            id=new_id(), conversation=conversation, state=conversation.state, entered_at=now, by_name=by_name, reason=reason
        )
    )
