"""What a copy of a conversation says. Callers build it from rows they may read; `pdf.py` and `text.py` write it."""

from dataclasses import dataclass
from datetime import datetime

from fastlinje.questionnaires.documents.form import PatientHeader
from fastlinje.questionnaires.engine.narrative import AnsweredSection


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """A file that was sent, by name and size. The file itself is not in the copy."""

    name: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class MessageEntry:
    """One message.

    author, role  who wrote it and as what, in words: «Kari Nordmann», «pasient»; «Ola Nordmann», «mor, på vegne av Nora»
    from_office   true when the office wrote it
    retracted_at  when it was taken back; then neither text nor attachments are written, since they may be about somebody else
    """

    at: datetime
    author: str
    role: str
    text: str
    from_office: bool = False
    attachments: tuple[AttachmentLine, ...] = ()
    retracted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StateEntry:
    """Something that happened to the conversation: «Åpnet», «Tildelt Berg», «Avsluttet»; `by` may be empty."""

    at: datetime
    what: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class FormEntry:
    """A form that was answered."""

    at: datetime
    title: str
    by: str
    sections: tuple[AnsweredSection, ...]


Entry = MessageEntry | StateEntry | FormEntry


@dataclass(frozen=True, slots=True)
class ConversationDocument:
    """A conversation in full, entries in the order they are to be read.

    kind       «E-konsultasjon»
    recipient  whom it was sent to at the office, "" when the office as a whole
    state      where it stands now, in words
    made_by    who made the copy, name and role
    language   BCP 47; nb, nn and en have labels of their own
    journaled  «ført i journal» by whom and when, in words; "" when it is not marked
    """

    kind: str
    subject: str
    patient: PatientHeader
    practice: str
    state: str
    made_at: datetime
    made_by: str
    entries: tuple[Entry, ...]
    recipient: str = ""
    journaled: str = ""
    language: str = "nb"
