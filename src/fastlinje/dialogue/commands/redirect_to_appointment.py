"""Asking a person to come in instead: it counts as an answer, and it is free."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused
from fastlinje.questionnaires.engine.text import plain
from fastlinje.worklist.follow import last_line

from ..events import ConversationRedirected
from ..letters import letter_language
from ..office_acts import drop_draft, is_held, newest_id, record_act, write_as_staff
from ..office_rules import (
    REDIRECT_REASONS,
    REDIRECT_SENTENCE_MAX_CHARS,
    check_can_redirect,
    check_length,
    check_unchanged,
)
from ..progress import change_state, lock_conversation
from ..states import CommunicationStatus, ConversationState


@command
def redirect_to_appointment(
    *, actor: Actor, now: datetime, conversation_id: UUID, reason: str, sentence: str = "", seen_id: UUID | None
) -> UUID:
    """Tell a person to book an ordinary appointment instead of answering here. They pay nothing for having asked.

    reason    a key of office_rules.REDIRECT_REASONS
    sentence  what the doctor adds, at most 300 characters, may be empty
    Refuses   not_found, treater_needed, not_opened, withdrawn, conversation_closed, answer_held, already_answered,
              reason_missing, text_too_long, conversation_changed
    Emits     ConversationRedirected
    Returns   the message's id
    Source    F-079, F-132, rules.md 5.3
    """
    conversation = lock_conversation(conversation_id)
    check_can_redirect(actor, conversation.kind, conversation.state, held=is_held(conversation))
    if reason not in REDIRECT_REASONS:
        raise Refused("reason_missing", _("Velg en grunn."), fields=("reason",))
    added = plain(sentence)
    check_length(added, REDIRECT_SENTENCE_MAX_CHARS, "sentence")
    check_unchanged(newest_id(conversation), seen_id)
    text = redirect_text(reason, added, language=letter_language())
    sent = write_as_staff(actor, conversation, text, status=CommunicationStatus.COMPLETED, closes=True, now=now)
    drop_draft(actor, conversation)
    change_state(
        conversation,
        ConversationState.REDIRECTED,
        by_name=actor.name,
        now=now,
        reason=reason,
        last_line=last_line(text),
        from_name=actor.name,
        unread_by_person=True,
        unread_by_office=False,
        journal_missing=True,
    )
    record_act(actor, "conversation.redirect", conversation, now=now, treating=True)
    emit(ConversationRedirected(conversation.pk))
    return sent.pk


def redirect_text(reason: str, added: str, *, language: str) -> str:
    """What the person reads."""
    with override(language):
        parts = _sentences(reason, added)
    return "\n\n".join(part for part in parts if part)


def _sentences(reason: str, added: str) -> list[str]:
    return [
        _("Dette bør vi ta i en vanlig time. Bestill time hos fastlegen din."),
        str(REDIRECT_REASONS[reason]),
        added,
        _("Du betaler ikke for denne henvendelsen. Blir du verre mens du venter, ring legekontoret eller legevakten på 116 117."),
    ]
