"""A person writes again in a conversation that is open."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.rows import update
from fastlinje.core.working_days import due_after
from fastlinje.people.rules import check_consent
from fastlinje.practices.models import Organization
from fastlinje.questionnaires.engine.text import plain
from fastlinje.worklist.follow import last_line

from ..drafts import files_on, lock_draft, remove_draft
from ..events import ReplySent
from ..messages import send_message
from ..progress import change_state, lock_conversation
from ..rules import check_can_reply, check_files, check_text
from ..states import ConversationState


@command
def reply(*, actor: Actor, now: datetime, conversation_id: UUID, text: str, files: Collection[UUID]) -> UUID:
    """Answer back while the conversation is open. The office's five working days begin again.

    text     1 to the office's limit in characters after trimming
    files    the files the person saw on the page: exactly those on the reply's draft
    Returns  the message's id
    Refuses  consent_missing, not_found, conversation_closed, answer_awaited, text_empty, text_too_long, attachments_changed
    Emits    ReplySent
    Source   F-063, F-064, AD-02, AD-66
    """
    check_consent(actor.consent)
    conversation = lock_conversation(conversation_id)
    check_can_reply(conversation.state)
    check_text(text, Organization.objects.values_list("message_max_chars", flat=True).get(pk=conversation.practice_id))
    draft = lock_draft(actor, conversation_id=conversation.pk)
    attachments = files_on(draft) if draft else []
    check_files(files, [file.pk for file in attachments])
    message = send_message(actor, conversation, plain(text), attachments, now=now)
    conversation.due_at = due_after(now)
    update(conversation, "due_at")
    change_state(
        conversation,
        ConversationState.REPLIED,
        by_name=actor.name,
        now=now,
        due_at=conversation.due_at,
        last_line=last_line(plain(text)),
        unread_by_office=True,
        journal_missing=True,
    )
    if draft:
        remove_draft(draft, sent=True)
    record(
        actor,
        "conversation.reply",
        now=now,
        person_id=conversation.person_id,
        practice_id=conversation.practice_id,
        entity=("Conversation", conversation.pk),
        why="self",
    )
    emit(ReplySent(conversation.pk, message.pk))
    return message.pk
