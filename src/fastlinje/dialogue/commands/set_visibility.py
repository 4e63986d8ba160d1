"""Staff decide who besides the office may read a conversation about a child or a young person."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound
from fastlinje.practices.models import Patient
from fastlinje.worklist.shielding import FLAGS, check_can_hide, check_reason

from ..marking import mark_conversation
from ..office_acts import record_act
from ..office_rules import check_is_opened
from ..progress import lock_conversation


@command
def set_visibility(*, actor: Actor, now: datetime, conversation_id: UUID, hidden_from: str, hidden: bool, reason: str) -> UUID:
    """Hide a conversation from the parents or from the young person, or show it again; at once, everywhere.

    hidden_from  "parents": everybody who acts for the person; "person": the person, for what somebody else wrote
    reason       a code of worklist/shielding.py: HIDE_REASONS, or SHOW_REASONS when it is shown again
    Refuses  not_found, not_opened, withdrawn, of_age, reason_missing, reason_too_young, own_words, nobody_left
    Source   F-106, rules.md 1.2–1.3, AD-30
    """
    if hidden_from not in FLAGS:
        raise NotFound
    conversation = lock_conversation(conversation_id)
    check_is_opened(conversation.state)
    born = Patient.objects.values_list("birth_date", flat=True).get(pk=conversation.patient_id)
    check_reason(hidden_from, reason, hidden=hidden, born=born, now=now)
    if hidden:
        check_can_hide(conversation, hidden_from)
    if getattr(conversation, FLAGS[hidden_from]) is hidden:
        nothing_done("as before")
        return conversation.pk
    mark_conversation(actor, conversation, hidden_from=hidden_from, hidden=hidden, reason=reason, now=now)
    record_act(actor, "conversation.hide" if hidden else "conversation.show", conversation, now=now)
    return conversation.pk
