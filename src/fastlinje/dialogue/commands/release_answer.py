"""Letting an answer go when nobody undid it."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.worklist.follow import last_line, update_task

from ..events import AnswerSent
from ..models import Communication, Conversation
from ..progress import change_state, lock_conversation
from ..states import CommunicationStatus, ConversationState


@command
def release_answer(*, actor: Actor, now: datetime, communication_id: UUID) -> None:
    """Let the person see an answer that was held, and tell them. Run by the worker; safe to run again.

    When the person wrote again while a closing answer was held, the conversation stays open: nobody has read that yet.
    Refuses  not_found, not_held
    Emits    AnswerSent
    """
    sent = Communication.objects.filter(pk=communication_id).first()
    if sent is None:
        raise NotFound
    conversation = lock_conversation(sent.conversation_id)
    sent.refresh_from_db(fields=["status"])
    if sent.status != CommunicationStatus.ON_HOLD:
        raise Refused("not_held", "")  # undone, or released by an earlier try: nothing is left to do
    sent.status = CommunicationStatus.COMPLETED
    sent.sent_at = now
    sent.save(update_fields=["status", "sent_at"])
    closed = _take_the_step(conversation, sent, now)
    record(
        actor,
        "answer.release",
        now=now,
        person_id=conversation.person_id,
        practice_id=conversation.practice_id,
        entity=("Conversation", conversation.pk),
    )
    emit(AnswerSent(conversation.pk, sent.pk, closed))


def _take_the_step(conversation: Conversation, sent: Communication, now: datetime) -> bool:
    """Answered or closed, in the conversation and in the lists; True when it is closed."""
    shown = {"last_line": last_line(sent.text), "from_name": sent.sender_name, "unread_by_person": True, "journal_missing": True}
    newer = Communication.objects.filter(conversation=conversation, pk__gt=sent.pk, sender_person__isnull=False)
    if newer.exists():
        update_task(conversation.pk, unread_by_person=True, journal_missing=True, updated_at=now)
        return False
    to = ConversationState.CLOSED if sent.closes else ConversationState.ANSWERED
    change_state(conversation, to, by_name=sent.sender_name, now=now, unread_by_office=False, **shown)
    return sent.closes
