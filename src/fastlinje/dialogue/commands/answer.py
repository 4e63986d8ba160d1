"""Answering a person."""

from datetime import datetime, timedelta
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.core.actor import Actor

from ..events import AnswerHeld
from ..office_acts import drop_draft, is_held, newest_id, record_act, write_as_staff
from ..office_rules import UNDO_SECONDS, check_can_answer, check_unchanged, clean_answer
from ..progress import lock_conversation
from ..states import CommunicationStatus


@command
def answer(*, actor: Actor, now: datetime, conversation_id: UUID, text: str, closes: bool, seen_id: UUID | None) -> UUID:
    """Answer a person; nobody outside the office sees it for 15 seconds, in which it can be undone.

    text     1 to 4000 characters after trimming, plain text
    closes   the person cannot write back («svar og avslutt»)
    seen_id  the newest message on the page the answer was written on
    Refuses  not_found, treater_needed, not_opened, withdrawn, conversation_closed, answer_held, text_missing, text_too_long,
             conversation_changed
    Emits    AnswerHeld after 15 seconds
    Returns  the answer's id
    Source   F-063, F-132, F-136, AD-16
    """
    conversation = lock_conversation(conversation_id)
    check_can_answer(actor, conversation.kind, conversation.state, held=is_held(conversation))
    cleaned = clean_answer(text)
    check_unchanged(newest_id(conversation), seen_id)
    sent = write_as_staff(actor, conversation, cleaned, status=CommunicationStatus.ON_HOLD, closes=closes, now=now)
    drop_draft(actor, conversation)
    record_act(actor, "answer.send", conversation, now=now, treating=True)
    emit(AnswerHeld(sent.pk), at=now + timedelta(seconds=UNDO_SECONDS))
    return sent.pk
