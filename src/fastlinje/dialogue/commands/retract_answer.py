"""Taking back an answer that went to the wrong person. Never an edit: a visible mark, a log row, and a new answer."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound
from fastlinje.worklist.follow import update_task

from ..events import AnswerRetracted
from ..models import Communication, Conversation
from ..office_acts import record_act
from ..office_rules import check_can_retract
from ..progress import change_state, lock_conversation
from ..states import CommunicationStatus, ConversationState

HELD_UP_BY_IT = frozenset({ConversationState.ANSWERED, ConversationState.CLOSED, ConversationState.REDIRECTED})


@command
def retract_answer(*, actor: Actor, now: datetime, communication_id: UUID) -> UUID:
    """Take back an answer sent to the wrong person: they no longer see its text, and everybody sees that, when and by whom.

    Anybody at the office may, since it is urgent. If it was the last answer the conversation waits for the office again.
    Refuses  not_found, not_an_answer, already_retracted, answer_held
    Emits    AnswerRetracted
    Returns  the conversation's id
    """
    sent = Communication.objects.filter(pk=communication_id).first()
    if sent is None:
        raise NotFound
    conversation = lock_conversation(sent.conversation_id)
    sent.refresh_from_db(fields=["status"])
    check_can_retract(from_office=sent.sender_role_id is not None, status=sent.status)
    sent.status = CommunicationStatus.ENTERED_IN_ERROR
    sent.retracted_at, sent.retracted_by = now, actor.name
    sent.save(update_fields=["status", "retracted_at", "retracted_by"])
    _show_in_lists(actor, conversation, sent, now)
    record_act(actor, "answer.retract", conversation, now=now)
    emit(AnswerRetracted(conversation.pk, sent.pk))
    return conversation.pk


def _show_in_lists(actor: Actor, conversation: Conversation, sent: Communication, now: datetime) -> None:
    newer = Communication.objects.filter(conversation=conversation, pk__gt=sent.pk).exclude(status=CommunicationStatus.NOT_DONE)
    if newer.exists():
        update_task(conversation.pk, journal_missing=True)
        return
    shown = {"last_line": "", "journal_missing": True, "unread_by_person": True}
    if conversation.state in HELD_UP_BY_IT:
        change_state(conversation, ConversationState.OPENED, by_name=actor.name, now=now, reason="retracted", **shown)
    else:
        update_task(conversation.pk, updated_at=now, **shown)
