"""A conversation as plain text, to paste into a journal that takes nothing else."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext

from fastlinje.questionnaires.documents.visible import visible
from fastlinje.questionnaires.documents.words import language_of, moment, speaking
from fastlinje.questionnaires.engine.narrative import AnsweredSection, answer_line

from .conversation import ConversationDocument, Entry, FormEntry, MessageEntry
from .facts import attachment_in_words, facts_of, retracted_sentence, title_of


def as_text(document: ConversationDocument) -> str:
    """The same copy as the PDF, in lines: facts, then each entry under a line with when, who and role. Ends with a line end."""
    language = language_of(document.language)
    with speaking(language):
        blocks = [_head(document, language), *(_entry(entry, language) for entry in document.entries), _foot(document, language)]
        return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _head(document: ConversationDocument, language: str) -> Iterable[str]:
    yield _flat(title_of(document))
    yield from (_flat(f"{label}: {value}") for label, value in facts_of(document, language) if value)


def _foot(document: ConversationDocument, language: str) -> Iterable[str]:
    made = gettext("Utskrift laget %(moment)s") % {"moment": moment(document.made_at, language)}
    yield _flat(", ".join(filter(None, (made, document.made_by))))


def _entry(entry: Entry, language: str) -> Iterator[str]:
    when = moment(entry.at, language)
    match entry:
        case MessageEntry():
            yield f"--- {when} – {_who(entry.author, entry.role)}"
            yield from _message(entry, language)
        case FormEntry():
            yield f"--- {when} – {_who(entry.title, entry.by)}"
            yield from _sections(entry.sections)
        case _:
            yield f"--- {when} – {_who(entry.what, entry.by)}"


def _message(entry: MessageEntry, language: str) -> Iterator[str]:
    if entry.retracted_at:
        yield retracted_sentence(entry, language)
        return
    yield from indented(entry.text)
    if entry.attachments:
        yield gettext("Vedlegg") + ": " + _flat(", ".join(attachment_in_words(each) for each in entry.attachments))


def _sections(sections: tuple[AnsweredSection, ...]) -> Iterator[str]:
    for section in sections:
        if section.heading:
            yield _flat(section.heading)
        for row in section.rows:
            yield from visible(answer_line(row)).split("\n")


def indented(text: str) -> list[str]:
    """A person's lines, set in, so that nobody can write what looks like a heading of ours."""
    return [f"  {line}".rstrip() for line in visible(text).strip().split("\n")]


def _who(name: str, more: str) -> str:
    return _flat(f"{name} ({more})" if more else name)


def _flat(text: str) -> str:
    """On one line."""
    return " ".join(visible(text).split())
