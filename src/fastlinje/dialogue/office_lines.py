"""A person's conversations by office, without content, for the list of everybody they are in contact with."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastlinje.core.actor import Actor

from .models import Conversation
from .states import ConversationState

MOST = 50


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """One conversation at one office."""

    id: UUID
    practice_id: UUID
    doctor: str
    state: ConversationState
    started_at: datetime


def conversations_by_office(actor: Actor) -> tuple[OfficeLine, ...]:
    """The newest conversations of whom the actor acts for, at most MOST. No subjects, so nothing is recorded as read."""
    rows = (
        Conversation.objects.filter(person_id=actor.subject_id)
        .order_by("-started_at", "-id")
        .values_list(
            "id",
            "practice_id",
            "recipient__practitioner__given_name",
            "recipient__practitioner__family_name",
            "state",
            "started_at",
        )[:MOST]
    )
    return tuple(
        OfficeLine(id, practice_id, f"{given} {family}".strip(), ConversationState(state), started_at)
        for id, practice_id, given, family, state, started_at in rows
    )
