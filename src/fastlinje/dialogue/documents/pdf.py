"""A conversation as a tagged PDF for the journal."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from fastlinje.questionnaires.documents.form import common_data, fact_data, section_data
from fastlinje.questionnaires.documents.typesetting import typeset
from fastlinje.questionnaires.documents.words import language_of, moment, paragraphs, speaking

from .conversation import ConversationDocument, Entry, FormEntry, MessageEntry
from .facts import attachment_in_words, attachments_note, facts_of, has_attachments, retracted_sentence, title_of

TEMPLATE = Path(__file__).parent / "templates" / "conversation.typ"


def conversation_pdf(document: ConversationDocument) -> bytes:
    """The whole conversation as PDF/UA-1 and PDF/A-2a: who wrote what and when, states, form answers, names of files.

    Made by a job or on request, never inside a command; some 10 ms for an ordinary conversation.
    """
    return typeset(TEMPLATE, conversation_data(document), document.made_at)


def conversation_data(document: ConversationDocument) -> dict[str, Any]:
    """What the template shows."""
    language = language_of(document.language)
    with speaking(language):
        common = common_data(title_of(document), document.patient, document.practice, language, document.made_at)
        return {
            **common,
            "kind": document.kind if document.subject else "",
            "heading": document.subject or document.kind,
            "made": ", ".join(filter(None, (common["made"], document.made_by))),
            "facts": fact_data(facts_of(document, language)),
            "entries": [_entry(entry, language) for entry in document.entries],
            "note": attachments_note() if has_attachments(document) else "",
        }


def _entry(entry: Entry, language: str) -> dict[str, Any]:
    when = moment(entry.at, language)
    match entry:
        case MessageEntry():
            return {"type": "message", "when": when, **_message(entry, language)}
        case FormEntry():
            return {"type": "form", "when": when, "title": entry.title, "by": entry.by, "sections": section_data(entry.sections)}
    return {"type": "state", "when": when, "what": entry.what, "by": entry.by}


def _message(entry: MessageEntry, language: str) -> dict[str, Any]:
    head = {"author": entry.author, "role": entry.role, "from_office": entry.from_office}
    if entry.retracted_at:
        return {
            **head,
            "retracted": retracted_sentence(entry, language),
            "paragraphs": [],
            "attachments": [],
            "attachments_label": "",
        }
    return {
        **head,
        "retracted": "",
        "paragraphs": paragraphs(entry.text),
        "attachments": [attachment_in_words(each) for each in entry.attachments],
        "attachments_label": gettext("Vedlegg"),
    }
