"""«Ført i journal»: the office says that the conversation is in the medical record, by name and time."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.core.actor import Actor
from fastlinje.worklist.follow import update_task

from ..office_acts import record_act
from ..office_rules import check_is_opened
from ..progress import lock_conversation


@command
def mark_journaled(*, actor: Actor, now: datetime, conversation_id: UUID, journaled: bool = True) -> UUID:
    """Mark a conversation as entered in the medical record, or take the mark away again. A new message takes it away too.

    Refuses  not_found, not_opened, withdrawn
    Source   F-134, rules.md 5.6
    """
    conversation = lock_conversation(conversation_id)
    check_is_opened(conversation.state)
    conversation.journaled_at = now if journaled else None
    conversation.journaled_by_id = actor.role_id if journaled else None
    conversation.save(update_fields=["journaled_at", "journaled_by"])
    update_task(conversation.pk, journal_missing=not journaled)
    record_act(actor, "conversation.journal_mark" if journaled else "conversation.journal_unmark", conversation, now=now)
    return conversation.pk
