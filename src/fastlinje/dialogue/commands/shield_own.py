"""A young person decides whether the parents may read what they have written."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.worklist.shielding import ENDED, OWN_WISH, From, check_not_marked_by_office, is_young

from ..marking import mark_conversation
from ..progress import lock_conversation


@command
def shield_own(*, actor: Actor, now: datetime, conversation_id: UUID, shielded: bool) -> UUID:
    """Hide what one has written oneself from those who act for one, or let them read it; at once, everywhere.

    Refuses  not_found (also for what another has written), not_young, marked_by_office
    Source   rules.md 1.2, AD-30
    """
    conversation = lock_conversation(conversation_id)
    if not conversation.author_id == conversation.person_id == actor.person_id:
        raise NotFound
    if not is_young(actor.birth_date, now):
        raise Refused("not_young", _("Foreldre kan ikke lese det du skriver når du har fylt 16 år."))
    if not shielded:
        check_not_marked_by_office(actor, conversation.pk)
    if conversation.shielded is shielded:
        nothing_done("as before")
        return conversation.pk
    reason = OWN_WISH if shielded else ENDED
    mark_conversation(actor, conversation, hidden_from=From.PARENTS, hidden=shielded, reason=reason, now=now)
    record(
        actor,
        "conversation.hide" if shielded else "conversation.show",
        now=now,
        practice_id=conversation.practice_id,
        entity=("Conversation", conversation.pk),
        why="self",
    )
    return conversation.pk
