"""What staff see of a conversation, as plain values: the pages and the copies for the journal are built from these."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fastlinje.questionnaires.engine.narrative import AnsweredSection

from .office_rules import UNOPENED
from .states import CommunicationStatus, ConversationState


@dataclass(frozen=True, slots=True)
class OfficePatient:
    """Whom it concerns. `gp_name` is whose list they are on here, empty for former patients."""

    id: UUID
    person_id: UUID
    name: str
    birth_date: date
    gp_name: str
    active: bool


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """A file that came with a message."""

    id: UUID
    name: str
    content_type: str
    size_bytes: int

    @property
    def is_image(self) -> bool:
        return self.content_type in ("image/jpeg", "image/png")


@dataclass(frozen=True, slots=True)
class OfficeMessage:
    """One message; `is_mine` when the reader wrote it."""

    id: UUID
    author: str
    title: str
    text: str
    sent_at: datetime
    from_office: bool
    is_mine: bool
    status: str
    closes: bool
    retracted_at: datetime | None
    retracted_by: str
    files: tuple[OfficeFile, ...]

    @property
    def is_held(self) -> bool:
        return self.status == CommunicationStatus.ON_HOLD

    @property
    def is_retracted(self) -> bool:
        return self.status == CommunicationStatus.ENTERED_IN_ERROR


@dataclass(frozen=True, slots=True)
class AnsweredForm:
    """The form the person filled in."""

    title: str
    authored_at: datetime
    sections: tuple[AnsweredSection, ...]


@dataclass(frozen=True, slots=True)
class OfficeConversation:
    """A conversation as staff see it. Before it is opened, and after it was withdrawn, everything they could read is empty.

    owner_id       the role that has it at the office, None when nobody in particular
    in_journal     marked «ført i journal» and nothing written since; `journaled_*` is kept when something was
    colleagues     names of those who have it open now
    basis          why the reader may read it
    by_another     somebody else than the patient started it
    shielded       hidden from everybody who acts for the patient; `hidden_from_person`: from the patient
    """

    id: UUID
    kind: str
    state: ConversationState
    due_at: datetime
    started_at: datetime
    closed_at: datetime | None
    patient: OfficePatient
    recipient_name: str
    owner_id: UUID | None
    owner_name: str
    unread: bool
    in_journal: bool
    journaled_at: datetime | None
    journaled_by: str
    colleagues: tuple[str, ...]
    basis: str
    by_another: bool
    shielded: bool
    hidden_from_person: bool
    subject: str = ""
    form: AnsweredForm | None = None
    messages: tuple[OfficeMessage, ...] = ()
    draft_text: str = ""
    draft_saved_at: datetime | None = None

    @property
    def is_readable(self) -> bool:
        return self.state not in UNOPENED and self.state != ConversationState.WITHDRAWN

    @property
    def held(self) -> OfficeMessage | None:
        return next((message for message in self.messages if message.is_held), None)

    @property
    def newest_id(self) -> UUID | None:
        return self.messages[-1].id if self.messages else None

    @property
    def is_answered(self) -> bool:
        return any(message.from_office and message.status == CommunicationStatus.COMPLETED for message in self.messages)
