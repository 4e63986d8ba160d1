"""What happens in a conversation, told to whoever subscribes (config/subscriptions.py). Ids only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EConsultationStarted:
    """A person sent a medical question."""

    conversation_id: UUID


@dataclass(frozen=True, slots=True)
class ReplySent:
    """A person wrote again in an open conversation."""

    conversation_id: UUID
    communication_id: UUID


@dataclass(frozen=True, slots=True)
class ConversationWithdrawn:
    """A person took their question back before anybody opened it."""

    conversation_id: UUID


@dataclass(frozen=True, slots=True)
class AnswerHeld:
    """Staff answered; until the undo window ends nobody else sees it."""

    communication_id: UUID


@dataclass(frozen=True, slots=True)
class AnswerSent:
    """An answer was released to the person; `closed` when they cannot write back."""

    conversation_id: UUID
    communication_id: UUID
    closed: bool


@dataclass(frozen=True, slots=True)
class AnswerRetracted:
    """An answer sent to the wrong person was taken back, visibly."""

    conversation_id: UUID
    communication_id: UUID


@dataclass(frozen=True, slots=True)
class ConversationClosedForNewGp:
    """The person has left the office: nobody can write in it any more."""

    conversation_id: UUID


@dataclass(frozen=True, slots=True)
class ConversationRedirected:
    """Staff asked the person to book an ordinary appointment instead, without charge."""

    conversation_id: UUID
