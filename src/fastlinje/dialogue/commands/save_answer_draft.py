"""What staff are writing saves itself."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound

from ..models import Conversation
from ..office_acts import drop_draft, keep_draft
from ..office_rules import DRAFT_MAX_CHARS, check_length


@command
def save_answer_draft(*, actor: Actor, now: datetime, conversation_id: UUID, text: str) -> None:
    """Keep what somebody is writing in a conversation, so that it survives an expired log-in. Empty text forgets it.

    The draft is the writer's own; colleagues do not see it, and it is not yet about anybody's care.
    Refuses  not_found, text_too_long (20 000 characters; the answer's own limit is checked when it is sent)
    """
    conversation = Conversation.objects.filter(pk=conversation_id).first()
    if conversation is None:
        raise NotFound
    check_length(text, DRAFT_MAX_CHARS)
    if text.strip():
        keep_draft(actor, conversation, text, now=now)
    else:
        drop_draft(actor, conversation)
    record(actor, "answer_draft.save", now=now, entity=("Conversation", conversation.pk))
