"""Undoing an answer within the seconds it is held."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound, Refused

from ..models import AnswerDraft, Communication
from ..office_acts import keep_draft, record_act
from ..progress import lock_conversation
from ..states import CommunicationStatus


@command
def undo_answer(*, actor: Actor, now: datetime, communication_id: UUID) -> UUID:
    """Take an answer back before anybody saw it; its text becomes the draft again.

    Refuses  not_found, not_yours, too_late
    Returns  the conversation's id
    """
    sent = Communication.objects.select_related("sender_role").filter(pk=communication_id, sender_role__isnull=False).first()
    if sent is None:
        raise NotFound
    conversation = lock_conversation(sent.conversation_id)
    sent.refresh_from_db(fields=["status"])  # the worker may have released it while we waited for the lock
    if sent.sender_role.practitioner_id != actor.practitioner_id:
        raise Refused("not_yours", _("Bare den som skrev svaret, kan angre det."))
    if sent.status != CommunicationStatus.ON_HOLD:
        raise Refused("too_late", _("Svaret er sendt og kan ikke angres. Er det sendt til feil person, kan du trekke det tilbake."))
    sent.status = CommunicationStatus.NOT_DONE
    sent.save(update_fields=["status"])
    keep_draft(actor, conversation, _with_what_came_after(actor, sent), now=now)
    record_act(actor, "answer.undo", conversation, now=now)
    return conversation.pk


def _with_what_came_after(actor: Actor, sent: Communication) -> str:
    """The undone text, followed by what was begun in the meantime in another window."""
    begun = AnswerDraft.objects.filter(conversation_id=sent.conversation_id, practitioner_id=actor.practitioner_id).first()
    return f"{sent.text}\n\n{begun.text}" if begun and begun.text else sent.text
