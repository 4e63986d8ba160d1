"""Giving a conversation to a colleague."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.refusal import Refused
from fastlinje.practices.colleagues import CLINICAL, colleagues_on
from fastlinje.worklist.follow import update_task

from ..office_acts import record_act
from ..progress import lock_conversation
from ..states import ConversationState


@command
def assign_conversation(*, actor: Actor, now: datetime, conversation_id: UUID, role_id: UUID | None) -> UUID:
    """Say who at the office has a conversation; None puts it back to everybody.

    role_id  a role at the same office that holds today
    Refuses  not_found, withdrawn, unknown_colleague
    Source   F-138, AD-16
    """
    conversation = lock_conversation(conversation_id)
    if conversation.state == ConversationState.WITHDRAWN:
        raise Refused("withdrawn", _("Pasienten har trukket henvendelsen tilbake."))
    role = colleagues_on(actor, oslo_date(now)).filter(pk=role_id, code__in=CLINICAL).first() if role_id else None
    if role_id and role is None:
        raise Refused("unknown_colleague", _("Velg en kollega i listen."), fields=("role",))
    update_task(conversation.pk, owner_id=role and role.pk, owner_name=role.practitioner.name if role else "")
    record_act(actor, "conversation.assign", conversation, now=now)
    return conversation.pk
