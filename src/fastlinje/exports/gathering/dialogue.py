"""What was written: conversations with their messages, form answers and files, and drafts."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastlinje.dialogue.models import Attachment, Communication, Conversation, ConversationStatus, Draft
from fastlinje.dialogue.states import CommunicationStatus
from fastlinje.questionnaires.models import QuestionnaireResponse
from fastlinje.questionnaires.queries import answers_in

VISIBLE = (CommunicationStatus.COMPLETED, CommunicationStatus.ENTERED_IN_ERROR)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file to take along: where its bytes are, and the name it is told by in the copy."""

    id: UUID
    path: str
    size_bytes: int


def conversations_about(person_id: UUID, *, about_oneself: bool) -> tuple[list[tuple[UUID, dict]], list[StoredFile]]:
    """Newest first, with their files. Without what is hidden from oneself, or for others what is shielded (AD-30)."""
    hidden = {"hidden_from_person": True} if about_oneself else {"shielded": True}
    rows = list(
        Conversation.objects.filter(person_id=person_id)
        .exclude(**hidden)
        .select_related("practice", "recipient__practitioner", "author", "questionnaire_response__questionnaire")
        .order_by("-started_at", "-id")
    )
    ids = [row.pk for row in rows]
    messages, history, files = _messages(ids), _history(ids), _files(communication__conversation_id__in=ids)
    told = [(row.pk, _conversation(row, messages[row.pk], history[row.pk], files)) for row in rows]
    kept = [m.pk for row in rows for m in messages[row.pk] if m.status == CommunicationStatus.COMPLETED]
    return told, [file for message_id in kept for file in files[message_id]]


def drafts_of(author_id: UUID, person_id: UUID) -> tuple[list[dict], list[StoredFile]]:
    """What the author has begun for a person and not sent."""
    rows = Draft.objects.filter(author_id=author_id, person_id=person_id).select_related("questionnaire_response__questionnaire")
    drafts = list(rows.order_by("-updated_at"))
    files = _files(draft_id__in=[draft.pk for draft in drafts])
    return [_draft(draft, files[draft.pk]) for draft in drafts], [file for draft in drafts for file in files[draft.pk]]


def _conversation(
    row: Conversation, messages: list[Communication], history: list[ConversationStatus], files: dict[UUID, list[StoredFile]]
) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "subject": row.subject,
        "office": row.practice.name,
        "recipient": row.recipient.practitioner.name,
        "started_by": row.author.name,
        "started_at": row.started_at.isoformat(),
        "due_at": row.due_at.isoformat(),
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
        "state": row.state,
        "price_ore": {"day": row.price_day_ore, "evening": row.price_evening_ore, "invoice_fee": row.price_invoice_fee_ore},
        "history": [{"state": each.state, "at": each.entered_at.isoformat(), "by": each.by_name} for each in history],
        "form": form_in(row.questionnaire_response),
        "messages": [_message(each, files[each.pk]) for each in messages],
    }


def _message(row: Communication, files: list[StoredFile]) -> dict[str, Any]:
    is_retracted = row.status == CommunicationStatus.ENTERED_IN_ERROR
    return {
        "from": row.sender_name,
        "title": row.sender_title,
        "sent_at": row.sent_at.isoformat(),
        "retracted_at": row.retracted_at.isoformat() if row.retracted_at else None,
        "text": "" if is_retracted else row.text,
        "files": [] if is_retracted else [file.path for file in files],
    }


def _draft(row: Draft, files: list[StoredFile]) -> dict[str, Any]:
    return {
        "kind": row.service_code,
        "subject": row.content.get("subject", ""),
        "text": row.content.get("text", ""),
        "updated_at": row.updated_at.isoformat(),
        "form": form_in(row.questionnaire_response),
        "files": [file.path for file in files],
    }


def form_in(response: QuestionnaireResponse | None) -> dict[str, Any] | None:
    """A form that was answered."""
    if response is None:
        return None
    answers = [
        {"heading": section.heading, "question": row.question, "answers": list(row.answers)}
        for section in answers_in(response)
        for row in section.rows
    ]
    return {"title": response.questionnaire.title, "answers": answers}


def _messages(ids: list[UUID]) -> dict[UUID, list[Communication]]:
    found = defaultdict(list)
    for row in Communication.objects.filter(conversation_id__in=ids, status__in=VISIBLE).order_by("id"):
        found[row.conversation_id].append(row)
    return found


def _history(ids: list[UUID]) -> dict[UUID, list[ConversationStatus]]:
    found = defaultdict(list)
    for row in ConversationStatus.objects.filter(conversation_id__in=ids).order_by("id"):
        found[row.conversation_id].append(row)
    return found


def _files(**where: Any) -> dict[UUID, list[StoredFile]]:
    """By message or draft. What the virus check has not seen stays out, as on the pages (AD-60)."""
    found = defaultdict(list)
    rows = Attachment.objects.filter(scan=Attachment.CLEAN, **where).order_by("-created_at", "id")
    for number, row in enumerate(rows, start=1):
        place = "utkast" if row.draft_id else "filer"
        name = row.name.replace("/", "-").replace("\\", "-")
        found[row.draft_id or row.communication_id].append(StoredFile(row.pk, f"{place}/{number:03d} {name}", row.size_bytes))
    return found
