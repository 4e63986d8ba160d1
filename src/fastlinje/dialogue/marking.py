"""From whom one conversation is hidden: the conversation, its form and what the lists show, changed together."""

from datetime import datetime

from fastlinje.core.actor import Actor
from fastlinje.core.rows import update
from fastlinje.questionnaires.models import QuestionnaireResponse
from fastlinje.worklist.shielding import FLAGS, mark

from .models import Conversation


def mark_conversation(
    actor: Actor, conversation: Conversation, *, hidden_from: str, hidden: bool, reason: str, now: datetime
) -> None:
    """Hide it or show it again from this moment, and keep that it was done."""
    flag = FLAGS[hidden_from]
    setattr(conversation, flag, hidden)
    update(conversation, flag)
    QuestionnaireResponse.objects.filter(pk=conversation.questionnaire_response_id).update(**{flag: hidden})
    mark(actor, conversation.pk, hidden_from=hidden_from, hidden=hidden, reason=reason, now=now)
