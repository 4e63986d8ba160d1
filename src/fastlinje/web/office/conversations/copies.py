"""The whole conversation for the journal: as text to copy, and as PDF to download. Both are recorded.

The PDF is made while the doctor waits, since they asked for it now and it takes 10–50 ms; nothing is stored.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound
from fastlinje.dialogue.documents.conversation import (
    AttachmentLine,
    ConversationDocument,
    Entry,
    FormEntry,
    MessageEntry,
    StateEntry,
)
from fastlinje.dialogue.documents.pdf import conversation_pdf as pdf_of
from fastlinje.dialogue.documents.text import as_text
from fastlinje.dialogue.files.names import content_disposition
from fastlinje.dialogue.letters import letter_language
from fastlinje.dialogue.office_queries import Step, conversation_for, history_of, patient_national_id
from fastlinje.dialogue.office_views import OfficeConversation, OfficeMessage
from fastlinje.dialogue.states import ConversationState
from fastlinje.practices.titles import title_of
from fastlinje.questionnaires.documents.form import PatientHeader

from ...kit import STAFF, render, requires
from .. import words
from ..worklist import conversation_href, view_named
from .asking import Concerning, concerning


@dataclass(frozen=True)
class TextPage:
    """The conversation as text, in a language of its own."""

    title: str
    about: Concerning
    text: str
    language: str
    in_journal: bool
    journal_href: str
    pdf_href: str


@require_safe
@requires(STAFF)
def conversation_text(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Text to copy into the journal."""
    view = view_named(request.GET.get("vis", ""))
    found = _opened(request, conversation_id, "conversation.copy")
    page = TextPage(
        title=_("Samtalen som tekst"),
        about=concerning(found, view, request.now),
        text=as_text(_document(request.actor, found, request.now)),
        language=letter_language(),
        in_journal=found.in_journal,
        journal_href=conversation_href(conversation_id, view, name="office_journal"),
        pdf_href=conversation_href(conversation_id, view, name="office_pdf"),
    )
    return render(request, "office/text.html", page, active="worklist")


@require_safe
@requires(STAFF)
def conversation_pdf(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """A PDF to keep."""
    found = _opened(request, conversation_id, "conversation.download")
    document = _document(request.actor, found, request.now)
    response = HttpResponse(pdf_of(document), content_type="application/pdf")
    name = f"{document.kind} {found.started_at:%Y-%m-%d}.pdf"
    response["Content-Disposition"] = content_disposition(name)
    return response


def _opened(request: HttpRequest, conversation_id: UUID, action: str) -> OfficeConversation:
    with override(letter_language()):  # titles and names of files are worded as they are read
        found = conversation_for(request.actor, conversation_id, now=request.now, action=action)
    if not found.is_readable:
        raise NotFound
    return found


def _document(actor: Actor, found: OfficeConversation, now: datetime) -> ConversationDocument:
    """The copy, every word of ours in the journal's language, not in that of the page it is made from."""
    with override(letter_language()):
        return _described(actor, found, now)


def _described(actor: Actor, found: OfficeConversation, now: datetime) -> ConversationDocument:
    here = next((each.practice_name for each in actor.memberships if each.practice_id == actor.practice_id), "")
    return ConversationDocument(
        kind=words.kind_in_words(found.kind),
        subject=found.subject,
        patient=PatientHeader(found.patient.name, patient_national_id(actor, found.id)),
        practice=here,
        state=words.state_in_words(found.state),
        made_at=now,
        made_by=_("%(name)s, %(title)s") % {"name": actor.name, "title": title_of(actor.roles)},
        entries=_entries(found, history_of(actor, found.id)),
        recipient=found.recipient_name,
        journaled=_("%(name)s %(when)s") % {"name": found.journaled_by, "when": words.when(found.journaled_at, now)}
        if found.journaled_at
        else "",
        language=letter_language(),
    )


def _entries(found: OfficeConversation, steps: tuple[Step, ...]) -> tuple[Entry, ...]:
    """Everything that happened, in order. Answers speak for themselves, so states that only mirror a message are left out."""
    entries: list[Entry] = [_message(message, found) for message in found.messages if not message.is_held]
    for step in steps:
        if step.state in (ConversationState.OPENED, ConversationState.REDIRECTED):
            entries.append(StateEntry(step.at, words.state_in_words(step.state), step.by_name))
        elif step.state in (ConversationState.CLOSED, ConversationState.CLOSED_UNANSWERED, ConversationState.GP_CHANGED):
            entries.append(StateEntry(step.at, _("Avsluttet"), step.by_name))
    if found.form:
        entries.append(FormEntry(found.form.authored_at, found.form.title, found.patient.name, found.form.sections))
    return tuple(sorted(entries, key=lambda entry: entry.at))


def _message(message: OfficeMessage, found: OfficeConversation) -> MessageEntry:
    role = message.title or (_("pasient") if message.author == found.patient.name else _("på vegne av pasienten"))
    files = tuple(AttachmentLine(file.name, file.size_bytes) for file in message.files)
    return MessageEntry(
        at=message.sent_at,
        author=message.author,
        role=role,
        text=message.text,
        from_office=message.from_office,
        attachments=files,
        retracted_at=message.retracted_at,
    )
