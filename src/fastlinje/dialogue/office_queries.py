"""Reading conversations as staff. Opening one is recorded as it is read: without the record there is no content."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.prepared import prepared
from fastlinje.core.refusal import NotFound
from fastlinje.questionnaires.models import QuestionnaireResponse
from fastlinje.questionnaires.queries import answers_in
from fastlinje.worklist.models import Task
from fastlinje.worklist.office_queries import Neighbours, View, neighbours_of

from .basis import basis_of, with_basis
from .models import AnswerDraft, Attachment, Communication, Conversation, ConversationStatus, Presence
from .office_views import AnsweredForm, OfficeConversation, OfficeFile, OfficeMessage, OfficePatient
from .presence import GONE_AFTER
from .states import CommunicationStatus, ConversationState


def conversation_for(
    actor: Actor, conversation_id: UUID, *, now: datetime, action: str = "conversation.read"
) -> OfficeConversation:
    """A conversation with all its content, recorded as read; before it is opened only whom it concerns, and no record.

    action  what the record says: "conversation.read", "conversation.copy", "conversation.download"
    Raises NotFound for what is missing or at another office. Four statements and the record.
    """
    row = _row(actor, conversation_id, now)
    found = _head(actor, row)
    if not found.is_readable:
        return found
    record(
        actor,
        action,
        now=now,
        person_id=row.person_id,
        practice_id=row.practice_id,
        entity=("Conversation", row.pk),
        why=found.basis,
    )
    return replace(
        found,
        subject=row.subject,
        form=_form(row.questionnaire_response),
        messages=_messages(actor, row.pk),
        draft_text=_draft_text(row),
        draft_saved_at=row.draft_saved_at,
    )


def head_for(actor: Actor, conversation_id: UUID, *, now: datetime) -> OfficeConversation:
    """Whom a conversation concerns and where it stands, without content; for the pages that only ask a question about it."""
    return _head(actor, _row(actor, conversation_id, now))


def newest_message_id(actor: Actor, conversation_id: UUID) -> UUID | None:
    """The last thing written, for pages that act without showing the conversation."""
    written = Communication.objects.filter(conversation_id=conversation_id).exclude(status=CommunicationStatus.NOT_DONE)
    return written.order_by("-id").values_list("id", flat=True).first()


def national_id_for(actor: Actor, conversation_id: UUID, *, now: datetime) -> str:
    """The patient's national number, shown on demand and recorded each time."""
    row = with_basis(Conversation.objects.select_related("patient"), actor).filter(pk=conversation_id).first()
    if row is None:
        raise NotFound
    record(
        actor,
        "national_id.show",
        now=now,
        person_id=row.person_id,
        practice_id=row.practice_id,
        entity=("Patient", row.patient_id),
        why=basis_of(actor, row),
    )
    return row.patient.national_id


def patient_national_id(actor: Actor, conversation_id: UUID) -> str:
    """The number for a copy that goes into the journal; whoever asks has recorded that the copy is made."""
    row = Conversation.objects.select_related("patient").filter(pk=conversation_id).first()
    if row is None:
        raise NotFound
    return row.patient.national_id


def file_for(actor: Actor, conversation_id: UUID, attachment_id: UUID, *, now: datetime) -> OfficeFile:
    """A file of an opened conversation that was not taken back, recorded as read. Raises NotFound."""
    row = with_basis(Conversation.objects.all(), actor).filter(pk=conversation_id).first()
    found = Attachment.objects.select_related("communication").filter(
        pk=attachment_id, communication__conversation_id=conversation_id
    )
    attachment = found.exclude(communication__status=CommunicationStatus.ENTERED_IN_ERROR).first()
    if row is None or attachment is None or not _is_readable(row.state):
        raise NotFound
    record(
        actor,
        "attachment.read",
        now=now,
        person_id=row.person_id,
        practice_id=row.practice_id,
        entity=("Conversation", row.pk),
        why=basis_of(actor, row),
    )
    return _file(attachment)


def around(actor: Actor, found: OfficeConversation, view: View) -> Neighbours:
    """Other things about the same person, and what to do next: nothing whose answer is on its way. One statement."""
    held = Communication.objects.filter(status=CommunicationStatus.ON_HOLD).values("conversation_id")
    return neighbours_of(actor, found.id, found.patient.person_id, view, passed_over=held)


@dataclass(frozen=True, slots=True)
class Marks:
    """What is going on with a conversation in the list right now."""

    held: bool
    colleagues: tuple[str, ...]


def marks_for(actor: Actor, conversation_ids: Sequence[UUID], *, now: datetime) -> dict[UUID, Marks]:
    """Which of these have an answer on its way, and who has them open; one statement."""
    if not conversation_ids:
        return {}
    rows = _marked(ids=tuple(conversation_ids), practitioner_id=actor.practitioner_id, since=now - GONE_AFTER)
    return {pk: Marks(held, tuple(names)) for pk, held, names in rows}


@prepared
def _marked(*, ids: tuple[UUID, ...], practitioner_id: UUID, since: datetime) -> QuerySet[Conversation]:
    held = Communication.objects.filter(conversation=OuterRef("pk"), status=CommunicationStatus.ON_HOLD)
    marked = Conversation.objects.filter(pk__in=ids).annotate(held=Exists(held), names=_colleagues(practitioner_id, since))
    return marked.values_list("id", "held", "names")


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a conversation."""

    at: datetime
    state: ConversationState
    by_name: str


def history_of(actor: Actor, conversation_id: UUID) -> tuple[Step, ...]:
    """How a conversation came to where it is, oldest first."""
    rows = ConversationStatus.objects.filter(conversation_id=conversation_id).order_by("id")
    return tuple(Step(row.entered_at, ConversationState(row.state), row.by_name) for row in rows)


def _row(actor: Actor, conversation_id: UUID, now: datetime) -> Any:
    """The conversation with all that hangs on it, one statement."""
    task = Task.objects.filter(focus_id=OuterRef("pk"))
    draft = AnswerDraft.objects.filter(conversation=OuterRef("pk"), practitioner_id=actor.practitioner_id)
    joined: QuerySet[Conversation] = Conversation.objects.select_related(
        "patient__general_practitioner__practitioner",
        "recipient__practitioner",
        "journaled_by__practitioner",
        "questionnaire_response__questionnaire",
    ).defer("patient__national_id", "patient__national_id_index")
    found = (
        with_basis(joined, actor)
        .annotate(
            owner_id=Subquery(task.values("owner_id")),
            owner_name=Subquery(task.values("owner_name")),
            unread=Subquery(task.values("unread_by_office")),
            journal_missing=Subquery(task.values("journal_missing")),
            draft_id=Subquery(draft.values("id")),
            draft_sealed=Subquery(draft.values("text")),
            draft_saved_at=Subquery(draft.values("updated_at")),
            colleagues=_colleagues(actor.practitioner_id, now - GONE_AFTER),
        )
        .filter(pk=conversation_id, practice_id=actor.practice_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _colleagues(practitioner_id: UUID | None, since: datetime) -> ArraySubquery:
    here = Presence.objects.filter(conversation=OuterRef("pk"), seen_at__gt=since)
    return ArraySubquery(here.exclude(practitioner_id=practitioner_id).order_by("name").values("name"))


def _head(actor: Actor, row: Any) -> OfficeConversation:
    gp = row.patient.general_practitioner
    return OfficeConversation(
        id=row.pk,
        kind=row.kind,
        state=ConversationState(row.state),
        due_at=row.due_at,
        started_at=row.started_at,
        closed_at=row.closed_at,
        patient=OfficePatient(
            id=row.patient_id,
            person_id=row.person_id,
            name=row.patient.name,
            birth_date=row.patient.birth_date,
            gp_name=gp.practitioner.name if gp else "",
            active=row.patient.active,
        ),
        recipient_name=row.recipient.practitioner.name,
        owner_id=row.owner_id,
        owner_name=row.owner_name or "",
        unread=bool(row.unread),
        in_journal=row.journaled_at is not None and not row.journal_missing,
        journaled_at=row.journaled_at,
        journaled_by=row.journaled_by.practitioner.name if row.journaled_by else "",
        colleagues=tuple(row.colleagues),
        basis=basis_of(actor, row),
        by_another=row.author_id != row.person_id,
        shielded=row.shielded,
        hidden_from_person=row.hidden_from_person,
    )


def _is_readable(state: str) -> bool:
    return ConversationState(state) not in (ConversationState.SENT, ConversationState.RECEIVED, ConversationState.WITHDRAWN)


def _draft_text(row: Any) -> str:
    return AnswerDraft(id=row.draft_id, text=row.draft_sealed).text if row.draft_id else ""


def _form(response: QuestionnaireResponse | None) -> AnsweredForm | None:
    if response is None:
        return None
    return AnsweredForm(response.questionnaire.title, response.authored_at, answers_in(response))


def _messages(actor: Actor, conversation_id: UUID) -> tuple[OfficeMessage, ...]:
    """Oldest first, with files; an answer that was undone never was. Two statements."""
    written = Communication.objects.filter(conversation_id=conversation_id).exclude(status=CommunicationStatus.NOT_DONE)
    files: dict[UUID, list[OfficeFile]] = {}
    for attachment in Attachment.objects.filter(communication__conversation_id=conversation_id).order_by("id"):
        files.setdefault(attachment.communication_id, []).append(_file(attachment))
    return tuple(_message(actor, row, tuple(files.get(row.pk, ()))) for row in written.select_related("sender_role").order_by("id"))


def _message(actor: Actor, row: Communication, files: tuple[OfficeFile, ...]) -> OfficeMessage:
    role = row.sender_role
    return OfficeMessage(
        id=row.pk,
        author=row.sender_name,
        title=row.sender_title,
        text=row.text,
        sent_at=row.sent_at,
        from_office=role is not None,
        is_mine=role is not None and role.practitioner_id == actor.practitioner_id,
        status=row.status,
        closes=row.closes,
        retracted_at=row.retracted_at,
        retracted_by=row.retracted_by,
        files=files,
    )


def _file(attachment: Attachment) -> OfficeFile:
    return OfficeFile(attachment.pk, attachment.name, attachment.content_type, attachment.size_bytes)
