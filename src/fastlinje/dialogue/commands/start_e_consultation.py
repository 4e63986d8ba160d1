"""A person sends their GP a medical question."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.rows import gathered, insert
from fastlinje.core.working_days import due_after
from fastlinje.people.rules import check_consent
from fastlinje.practices.queries import Doctor, OwnOffice
from fastlinje.questionnaires.completing import complete
from fastlinje.questionnaires.engine.text import one_line, plain
from fastlinje.questionnaires.models import QuestionnaireResponse
from fastlinje.questionnaires.queries import assigned_form
from fastlinje.questionnaires.rules import check_answered
from fastlinje.tariffs.queries import price_for
from fastlinje.tariffs.rules import Price
from fastlinje.worklist.follow import follow, last_line
from fastlinje.worklist.models import Turn
from fastlinje.worklist.who_can_read import shield_for

from ..drafts import E_CONSULTATION, files_on, need_draft, remove_draft
from ..events import EConsultationStarted
from ..messages import send_message
from ..models import Conversation, Draft
from ..own_gp import offering_to, own_office
from ..progress import note_state
from ..rules import (
    check_files,
    check_gate,
    check_price,
    check_recipient,
    check_service_open,
    check_subject,
    check_text,
)
from ..states import ConversationState


@command
def start_e_consultation(
    *,
    actor: Actor,
    now: datetime,
    recipient_id: UUID | None,
    subject: str,
    text: str,
    files: Collection[UUID],
    price: Price | None,
) -> UUID:
    """Send a paid medical question to the patient's GP or today's substitute. The draft becomes the message.

    recipient_id  None when there is only one to choose
    subject       1 to 80 characters; text 1 to the office's limit (default 1000), counted after trimming
    files         the files the person saw on the page: exactly those on the draft
    price         what the person saw and accepted; None when they accepted nothing
    Returns  the conversation's id
    Refuses  consent_missing, no_gp_here, draft_gone, service_closed, checkpoint_missing, form_missing, recipient_missing,
             not_my_gp, subject_empty, subject_too_long, text_empty, text_too_long, attachments_changed, price_unknown,
             price_not_accepted, price_changed
    Emits    EConsultationStarted
    Source   F-035–F-050, AD-05, AD-62–AD-65
    """
    check_consent(actor.consent)
    draft = need_draft(actor)
    office = own_office(actor)
    response = _answers_of(draft)
    doctor = _check_may_send(actor, draft, response, office, recipient_id, now)
    check_subject(subject)
    check_text(text, office.message_max_chars)
    attachments = files_on(draft)
    check_files(files, [file.pk for file in attachments])
    quote = price_for(
        service=E_CONSULTATION,
        on=oslo_date(now),
        specialist=doctor.is_specialist,
        birth_date=office.birth_date,
        invoice_fee_ore=office.invoice_fee_ore,
    )
    check_price(price, quote.price)
    with gathered():
        conversation = _begin(actor, draft, office, doctor, one_line(subject), quote.price, now)
        send_message(actor, conversation, plain(text), attachments, now=now)
        _follow(conversation, office, doctor, plain(text), now)
        record(
            actor,
            "e_consultation.start",
            now=now,
            person_id=conversation.person_id,
            practice_id=conversation.practice_id,
            entity=("Conversation", conversation.pk),
            why="self",
        )
    complete(response, now)
    remove_draft(draft, sent=True)
    emit(EConsultationStarted(conversation.pk))
    return conversation.pk


def _answers_of(draft: Draft) -> QuestionnaireResponse | None:
    if draft.questionnaire_response_id is None:
        return None
    return QuestionnaireResponse.objects.get(pk=draft.questionnaire_response_id)


def _check_may_send(
    actor: Actor,
    draft: Draft,
    response: QuestionnaireResponse | None,
    office: OwnOffice,
    recipient_id: UUID | None,
    now: datetime,
) -> Doctor:
    offering = offering_to(actor, office, now=now)
    check_service_open(offering)
    # A draft from before a change of GP was never shown the new office's questions.
    check_gate(draft.gate_passed_at if draft.practice_id == office.practice_id else None, now)
    assigned = assigned_form(E_CONSULTATION, office.practice_id)
    check_answered(assigned=assigned, answered=response and response.questionnaire_id)
    return check_recipient(recipient_id, offering)


def _begin(
    actor: Actor, draft: Draft, office: OwnOffice, doctor: Doctor, subject: str, price: Price, now: datetime
) -> Conversation:
    shield = shield_for(actor, now)
    conversation = Conversation(
        id=new_id(),
        shielded=shield.shielded,
        hidden_from_person=shield.hidden_from_person,
        practice_id=office.practice_id,
        person_id=draft.person_id,
        author_id=actor.person_id,
        patient_id=office.patient_id,
        recipient_id=doctor.role_id,
        kind=E_CONSULTATION,
        subject=subject,
        state=ConversationState.SENT,
        due_at=due_after(now),
        price_day_ore=price.day.ore,
        price_evening_ore=price.evening.ore,
        price_invoice_fee_ore=price.invoice_fee.ore,
        questionnaire_response_id=draft.questionnaire_response_id,
        started_at=now,
    )
    insert(conversation)
    note_state(conversation, by_name=actor.name, now=now)
    return conversation


def _follow(conversation: Conversation, office: OwnOffice, doctor: Doctor, text: str, now: datetime) -> None:
    follow(
        conversation.pk,
        practice_id=conversation.practice_id,
        person_id=conversation.person_id,
        patient_id=conversation.patient_id,
        kind=conversation.kind,
        status=conversation.state,
        turn=Turn.OFFICE,
        due_at=conversation.due_at,
        owner_id=doctor.role_id,
        owner_name=doctor.name,
        patient_name=office.patient_name,
        from_name=doctor.name,
        subject=conversation.subject,
        last_line=last_line(text),
        unread_by_office=True,
        shielded=conversation.shielded,
        hidden_from_person=conversation.hidden_from_person,
        updated_at=now,
    )
