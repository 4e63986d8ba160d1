"""What a person reads of their own conversations and drafts. Opening one is recorded, and marks it as read.

The read marker and the audit row are one log of reading, written in the transaction that shows the content; no other GET writes.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.prepared import prepared
from fastlinje.core.refusal import NotFound
from fastlinje.people.models import Person
from fastlinje.questionnaires.queries import answers_in, assigned_form, assigned_to
from fastlinje.worklist.models import Task
from fastlinje.worklist.queries import unread_of

from .citizen_views import ConversationView, DraftLine, DraftView, FileView, MessageView, News, StateLine
from .drafts import E_CONSULTATION
from .models import Attachment, Communication, Conversation, ConversationStatus, Draft
from .states import CommunicationStatus, ConversationState

DRAFTS_SHOWN = 10


def draft_for(actor: Actor) -> DraftView | None:
    """The actor's draft of a new e-consultation, with its files and what the office asks first; two statements."""
    draft = (
        Draft.objects.filter(
            author_id=actor.person_id, person_id=actor.subject_id, service_code=E_CONSULTATION, conversation__isnull=True
        )
        .select_related("questionnaire_response__questionnaire")
        .annotate(assigned_form=Subquery(assigned_to(E_CONSULTATION, OuterRef("practice_id"))[:1]))
        .first()
    )
    return _draft(draft) if draft else None


def form_before(actor: Actor, practice_id: UUID) -> UUID | None:
    """The form an office wants answered before an e-consultation; None when it wants none."""
    return assigned_form(E_CONSULTATION, practice_id)


def news_for(actor: Actor) -> News:
    """What stands unread in the actor's inbox, and what they have begun for whom they act for; one statement."""
    rows = _news(author_id=actor.person_id, subject_id=actor.subject_id, persons=actor.followed_persons)
    unread, drafts = rows[0]
    return News(len(unread), tuple(_draft_line(line) for line in drafts))


@prepared
def _news(*, author_id: UUID, subject_id: UUID, persons: tuple[UUID, ...]) -> QuerySet[Person]:
    line = JSONObject(conversation="conversation_id", updated_at="updated_at")
    begun = Draft.objects.filter(author_id=author_id, person_id=subject_id).order_by("-updated_at").values(line=line)
    unread = unread_of(persons).values("pk")
    return Person.objects.filter(pk=author_id).values_list(ArraySubquery(unread), ArraySubquery(begun[:DRAFTS_SHOWN]))


def _draft_line(line: dict) -> DraftLine:
    conversation = line["conversation"]
    return DraftLine(UUID(conversation) if conversation else None, datetime.fromisoformat(line["updated_at"]))


def conversation_for(actor: Actor, conversation_id: UUID, *, now: datetime) -> ConversationView:
    """A conversation with all that was said; recorded as read. Foreign and missing ones raise NotFound alike (AD-01, AD-13)."""
    conversation = _conversations(actor).filter(pk=conversation_id).first()
    if conversation is None:
        raise NotFound
    messages = list(Communication.objects.filter(conversation=conversation).order_by("id"))
    on_it = Q(communication__conversation_id=conversation.pk) | Q(draft_id=conversation.draft_id)
    files = list(Attachment.objects.filter(on_it).order_by("made_by_us", "position", "id"))
    _note_reading(actor, conversation, now)
    return _view(actor, conversation, messages, files)


@dataclass(frozen=True, slots=True)
class StoredContent:
    """A file somebody may have: where its bytes are and what to call it."""

    id: UUID
    name: str
    content_type: str


def file_for(actor: Actor, conversation_id: UUID, file_id: UUID, *, now: datetime) -> StoredContent:
    """A file that was sent in a conversation; recorded as opened. NotFound for what is foreign, missing or held (AD-03)."""
    file = Attachment.objects.filter(pk=file_id, communication__conversation_id=conversation_id, scan=Attachment.CLEAN).first()
    if file is None:
        raise NotFound
    record(
        actor,
        "attachment.read",
        now=now,
        person_id=file.person_id,
        practice_id=file.practice_id,
        entity=("Conversation", conversation_id),
        why="self",
    )
    return StoredContent(file.pk, file.name, file.content_type)


def draft_file_for(actor: Actor, file_id: UUID) -> StoredContent:
    """A file on one of the actor's own drafts, to look at before sending."""
    file = Attachment.objects.filter(pk=file_id, draft__author_id=actor.person_id, scan=Attachment.CLEAN).first()
    if file is None:
        raise NotFound
    return StoredContent(file.pk, file.name, file.content_type)


def _conversations(actor: Actor) -> QuerySet[Conversation]:
    history = ConversationStatus.objects.filter(conversation_id=OuterRef("pk")).order_by("id")
    return (
        Conversation.objects.select_related("practice", "recipient__practitioner", "questionnaire_response__questionnaire")
        .annotate(
            history=ArraySubquery(history.values(line=JSONObject(state="state", at="entered_at"))),
            mine=FilteredRelation("drafts", condition=Q(drafts__author_id=actor.person_id)),
        )
        .annotate(draft_id=F("mine__id"), draft_content=F("mine__content"), draft_saved_at=F("mine__updated_at"))
    )


def _note_reading(actor: Actor, conversation: Conversation, now: datetime) -> None:
    Task.objects.filter(focus_id=conversation.pk, unread_by_person=True).update(unread_by_person=False)
    record(
        actor,
        "conversation.read",
        now=now,
        person_id=conversation.person_id,
        practice_id=conversation.practice_id,
        entity=("Conversation", conversation.pk),
        why="self",
    )


def _draft(draft: Draft) -> DraftView:
    response = draft.questionnaire_response
    files = Attachment.objects.filter(draft=draft).order_by("position")
    return DraftView(
        id=draft.pk,
        practice_id=draft.practice_id,
        subject=draft.content.get("subject", ""),
        text=draft.content.get("text", ""),
        recipient=draft.content.get("recipient", ""),
        answers=draft.content.get("answers", {}),
        gate_passed_at=draft.gate_passed_at,
        updated_at=draft.updated_at,
        assigned_form=draft.assigned_form,
        answered_form=response.questionnaire_id if response else None,
        answered=answers_in(response) if response else (),
        files=tuple(_file(file) for file in files),
    )


def _view(actor: Actor, conversation: Conversation, messages: list[Communication], files: list[Attachment]) -> ConversationView:
    response = conversation.questionnaire_response
    draft = Draft(id=conversation.draft_id, content=conversation.draft_content) if conversation.draft_id else None
    return ConversationView(
        id=conversation.pk,
        person_id=conversation.person_id,
        subject=conversation.subject,
        state=ConversationState(conversation.state),
        office=conversation.practice.name,
        office_phone=conversation.practice.phone,
        message_max_chars=conversation.practice.message_max_chars,
        recipient=conversation.recipient.practitioner.name,
        started_at=conversation.started_at,
        is_own=conversation.author_id == conversation.person_id == actor.person_id,
        shielded=conversation.shielded,
        hidden_from_person=conversation.hidden_from_person,
        due_at=conversation.due_at,
        price_day_ore=conversation.price_day_ore,
        price_evening_ore=conversation.price_evening_ore,
        price_invoice_fee_ore=conversation.price_invoice_fee_ore,
        history=tuple(
            StateLine(ConversationState(line["state"]), datetime.fromisoformat(line["at"])) for line in conversation.history
        ),
        messages=tuple(_message(actor, message, files) for message in messages),
        form_title=response.questionnaire.title if response else "",
        answered=answers_in(response) if response else (),
        draft_text=draft.content.get("text", "") if draft else "",
        draft_saved_at=conversation.draft_saved_at,
        draft_files=tuple(_file(file) for file in files if file.draft_id),
    )


def _message(actor: Actor, message: Communication, files: list[Attachment]) -> MessageView:
    status = CommunicationStatus(message.status)
    is_retracted = status is CommunicationStatus.ENTERED_IN_ERROR
    return MessageView(
        id=message.pk,
        author=message.sender_name,
        title=message.sender_title,
        is_mine=message.sender_person_id == actor.person_id,
        status=status,
        text="" if is_retracted else message.text,
        sent_at=message.sent_at,
        retracted_at=message.retracted_at,
        files=() if is_retracted else tuple(_file(file) for file in files if file.communication_id == message.pk),
    )


def _file(file: Attachment) -> FileView:
    return FileView(
        id=file.pk,
        name=file.name,
        content_type=file.content_type,
        size_bytes=file.size_bytes,
        is_held=file.scan == Attachment.HELD,
        made_by_us=file.made_by_us,
    )
