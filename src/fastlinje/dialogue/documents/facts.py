"""The parts of a copy that PDF and plain text have in common."""

from django.utils.formats import number_format
from django.utils.translation import gettext

from fastlinje.questionnaires.documents.form import patient_facts
from fastlinje.questionnaires.documents.words import moment

from .conversation import AttachmentLine, ConversationDocument, FormEntry, MessageEntry


def title_of(document: ConversationDocument) -> str:
    """«E-konsultasjon: Vondt i halsen»; only the kind when there is no subject."""
    return ": ".join(filter(None, (document.kind, document.subject)))


def facts_of(document: ConversationDocument, language: str) -> list[tuple[str, str]]:
    """Label and value, in order; empty values are the caller's to leave out."""
    sent = [entry.at for entry in document.entries if isinstance(entry, MessageEntry | FormEntry)]
    return [
        *patient_facts(document.patient),
        (gettext("Legekontor"), document.practice),
        (gettext("Mottaker"), document.recipient),
        (gettext("Sendt"), moment(min(sent), language) if sent else ""),
        (gettext("Status"), document.state),
        (gettext("Ført i journal"), document.journaled),
    ]


def size_in_words(size_bytes: int) -> str:
    """«340 kB» or «1,2 MB», as phones and computers count: 1 MB is 1 000 000 bytes."""
    if size_bytes < 1_000_000:
        return f"{max(1, round(size_bytes / 1000))} kB"
    return f"{number_format(size_bytes / 1_000_000, 1)} MB"


def attachment_in_words(attachment: AttachmentLine) -> str:
    """«hals.jpg (1,2 MB)»."""
    return f"{attachment.name} ({size_in_words(attachment.size_bytes)})"


def has_attachments(document: ConversationDocument) -> bool:
    """True when any message that was not taken back has files."""
    return any(isinstance(entry, MessageEntry) and entry.attachments and not entry.retracted_at for entry in document.entries)


def retracted_sentence(entry: MessageEntry, language: str) -> str:
    """What stands instead of a message that was taken back."""
    return gettext("Meldingen ble trukket tilbake %(moment)s.") % {"moment": moment(entry.retracted_at, language)}


def attachments_note() -> str:
    """Said once when there are files."""
    return gettext("Vedleggene følger ikke med i utskriften. De ligger i samtalen.")
