"""What the worker does with a conversation: each fetches by id and calls one command."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit import gate
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import IdempotencyKey, new_id
from fastlinje.people.events import CameOfAge, ConsentLowered
from fastlinje.practices.events import LeftOffice
from fastlinje.questionnaires.documents.form import FormDocument, PatientHeader, form_pdf
from fastlinje.questionnaires.queries import answers_in

from .commands.attach_answers_pdf import attach_answers_pdf
from .commands.close_for_new_gp import close_for_new_gp
from .commands.confirm_received import confirm_received
from .commands.drop_draft import drop_draft
from .commands.drop_drafts_of_others import drop_drafts_of_others
from .commands.release_answer import release_answer
from .events import AnswerHeld, EConsultationStarted
from .models import Communication, Conversation, Draft
from .states import OPEN_STATES, CommunicationStatus
from .uploads import file_store


def confirm(event: EConsultationStarted, *, actor: Actor, now: datetime) -> None:
    """Sent becomes received."""
    key = IdempotencyKey(str(event.conversation_id))
    confirm_received(actor=actor, now=now, key=key, conversation_id=event.conversation_id)


def attach_answers(event: EConsultationStarted, *, actor: Actor, now: datetime) -> None:
    """Make the PDF of the form's answers, if there was a form, and hang it on the message."""
    document = _answers_document(event.conversation_id, actor, now)
    if document is None:
        return
    pdf, file_id = form_pdf(document), new_id()
    file_store().put(file_id, pdf)
    attach_answers_pdf(
        actor=actor,
        now=now,
        key=IdempotencyKey(str(event.conversation_id)),
        conversation_id=event.conversation_id,
        file_id=file_id,
        size_bytes=len(pdf),
    )


def release_held_answer(event: AnswerHeld, *, actor: Actor, now: datetime) -> None:
    """When the undo window is over, let the person see the answer."""
    release_answer(actor=actor, now=now, communication_id=event.communication_id)


def close_at_old_office(event: LeftOffice, *, actor: Actor, now: datetime) -> None:
    """What was open at an office the person has left. An answer on its way gets there first."""
    with gate.reading(actor, now=now):
        there = Conversation.objects.filter(person_id=event.person_id, practice_id=event.practice_id, state__in=OPEN_STATES)
        found = list(there.order_by("pk").values_list("pk", flat=True))
        held = Communication.objects.filter(conversation_id__in=found, status=CommunicationStatus.ON_HOLD)
        answers = list(held.order_by("pk").values_list("pk", flat=True))
    for communication_id in answers:
        release_answer(actor=actor, now=now, communication_id=communication_id)
    for conversation_id in found:
        close_for_new_gp(actor=actor, now=now, conversation_id=conversation_id)


def drop_parents_drafts(event: CameOfAge, *, actor: Actor, now: datetime) -> None:
    """At 16 what the parents had begun for somebody goes."""
    drop_drafts_of_others(actor=actor, now=now, person_id=event.person_id)


def drop_drafts_about(event: ConsentLowered, *, actor: Actor, now: datetime) -> None:
    """Drafts that others write for somebody who has withdrawn (AD-32); their own went in the same command."""
    with gate.reading(actor, now=now):
        begun = list(Draft.objects.filter(person_id=event.person_id).values_list("pk", flat=True))
    for draft_id in begun:
        drop_draft(actor=actor, now=now, draft_id=draft_id)


def _answers_document(conversation_id: UUID, actor: Actor, now: datetime) -> FormDocument | None:
    with gate.reading(actor, now=now):
        conversation = Conversation.objects.select_related(
            "patient", "practice", "author", "questionnaire_response__questionnaire"
        ).get(pk=conversation_id)
    response = conversation.questionnaire_response
    if response is None:
        return None
    by_another = conversation.author_id != conversation.person_id
    return FormDocument(
        title=response.questionnaire.title,
        patient=PatientHeader(conversation.patient.name, conversation.patient.national_id),
        practice=conversation.practice.name,
        sent_at=conversation.started_at,
        made_at=now,
        sections=answers_in(response),
        answered_by=conversation.author.name if by_another else "",
        version=response.questionnaire.version,
        language=conversation.author.language,
    )
