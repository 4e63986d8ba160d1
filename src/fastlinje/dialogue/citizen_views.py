"""What a person's pages need of drafts and conversations: frozen, without models."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastlinje.questionnaires.engine.narrative import AnsweredSection

from .states import CommunicationStatus, ConversationState


@dataclass(frozen=True, slots=True)
class FileView:
    """A file on a draft or a message. `is_held`: the virus check has not seen it, so nobody may open it."""

    id: UUID
    name: str
    content_type: str
    size_bytes: int
    is_held: bool
    made_by_us: bool


@dataclass(frozen=True, slots=True)
class DraftView:
    """What a person was writing.

    recipient     the chosen doctor's role id as text, "" when none was chosen
    answers       the form as it was typed: field name → texts
    assigned_form the form the office wants first, None when it wants none
    answered_form the form that is answered rightly
    """

    id: UUID
    practice_id: UUID
    subject: str
    text: str
    recipient: str
    answers: dict[str, list[str]]
    gate_passed_at: datetime | None
    updated_at: datetime
    assigned_form: UUID | None
    answered_form: UUID | None
    answered: tuple[AnsweredSection, ...]
    files: tuple[FileView, ...]

    @property
    def wants_form(self) -> bool:
        """A form stands before the message and just that one is not answered."""
        return self.assigned_form is not None and self.assigned_form != self.answered_form


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in a list: no content."""

    conversation_id: UUID | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class News:
    """What the first page opens with: how much stands unread in the inbox, and what is begun and not sent, newest first.

    unread  counted no further than worklist.queries.MOST_COUNTED
    """

    unread: int
    drafts: tuple[DraftLine, ...]


@dataclass(frozen=True, slots=True)
class StateLine:
    """One row of a conversation's history."""

    state: ConversationState
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message. A retracted one has no text any more for the person."""

    id: UUID
    author: str
    title: str
    is_mine: bool
    status: CommunicationStatus
    text: str
    sent_at: datetime
    retracted_at: datetime | None
    files: tuple[FileView, ...]


@dataclass(frozen=True, slots=True)
class ConversationView:
    """A conversation as the person sees it.

    price_*_ore  what they accepted
    draft        what they are writing back, None when nothing
    is_own       the reader wrote it about themselves; `shielded`: hidden from everybody who acts for them, and
                 `hidden_from_person`: from whom it concerns
    """

    id: UUID
    person_id: UUID
    subject: str
    state: ConversationState
    office: str
    office_phone: str
    message_max_chars: int
    recipient: str
    started_at: datetime
    is_own: bool
    shielded: bool
    hidden_from_person: bool
    due_at: datetime
    price_day_ore: int
    price_evening_ore: int
    price_invoice_fee_ore: int
    history: tuple[StateLine, ...]
    messages: tuple[MessageView, ...]
    form_title: str
    answered: tuple[AnsweredSection, ...]
    draft_text: str
    draft_saved_at: datetime | None
    draft_files: tuple[FileView, ...]
