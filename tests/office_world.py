"""Conversations at an office, made as rows by the owner of the tables, for tests of what staff see and do."""

from datetime import datetime, timedelta
from uuid import UUID

from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.core.working_days import due_after
from fastlinje.dialogue.models import Communication, Conversation, ConversationStatus
from fastlinje.dialogue.states import CommunicationStatus, ConversationState
from fastlinje.practices.models import Patient, PractitionerRole
from fastlinje.worklist.follow import last_line
from fastlinje.worklist.models import Task, Turn

S = ConversationState
TURNS = {S.ANSWERED: Turn.PERSON, S.CLOSED: Turn.NOBODY, S.CLOSED_UNANSWERED: Turn.NOBODY}
TURNS |= {S.REDIRECTED: Turn.NOBODY, S.WITHDRAWN: Turn.NOBODY}
OWNER = "owner"


def make_conversation(
    patient: Patient,
    recipient: PractitionerRole,
    *,
    state: ConversationState = S.OPENED,
    kind: str = "e_consultation",
    subject: str = "Utslett på armen",
    text: str = "Hei. Jeg har hatt utslett i fire dager.",
    at: datetime | None = None,
    owner: PractitionerRole | None = None,
    journal_missing: bool = True,
    due_at: datetime | None = None,
) -> Conversation:
    """A question from the patient themselves, with its first message and its task."""
    at = at or now() - timedelta(hours=1)
    conversation = Conversation.objects.using(OWNER).create(
        id=new_id(),
        practice_id=patient.practice_id,
        person_id=patient.person_id,
        author_id=patient.person_id,
        patient=patient,
        recipient=recipient,
        kind=kind,
        subject=subject,
        state=state,
        due_at=due_at or due_after(at),
        price_day_ore=18400,
        price_evening_ore=26500,
        price_invoice_fee_ore=0,
        started_at=at,
    )
    ConversationStatus.objects.using(OWNER).create(
        id=new_id(), conversation=conversation, state=S.SENT, entered_at=at, by_name=patient.name
    )
    write(conversation, patient.name, text, at=at)
    Task.objects.using(OWNER).create(
        id=new_id(),
        practice_id=patient.practice_id,
        person_id=patient.person_id,
        patient=patient,
        kind=kind,
        focus_id=conversation.pk,
        status=state,
        turn=TURNS.get(state, Turn.OFFICE),
        due_at=conversation.due_at,
        owner=owner,
        owner_name=owner.practitioner.name if owner else "",
        patient_name=patient.name,
        from_name=patient.name,
        subject=subject,
        last_line=last_line(text),
        unread_by_office=state in (S.SENT, S.RECEIVED, S.REPLIED),
        journal_missing=journal_missing,
        updated_at=at,
    )
    return conversation


def write(
    conversation: Conversation,
    name: str,
    text: str,
    *,
    role: PractitionerRole | None = None,
    status: CommunicationStatus = CommunicationStatus.COMPLETED,
    at: datetime | None = None,
) -> Communication:
    """A message from the person, or from `role` at the office."""
    return Communication.objects.using(OWNER).create(
        id=new_id(),
        conversation=conversation,
        sender_person_id=None if role else conversation.author_id,
        sender_role=role,
        sender_name=name,
        sender_as="gp" if role else "",
        status=status,
        text=text,
        sent_at=at or now(),
    )


def newest(conversation: Conversation) -> UUID:
    """The id of the last message, as the page carries it."""
    written = Communication.objects.using(OWNER).filter(conversation=conversation).exclude(status=CommunicationStatus.NOT_DONE)
    return written.order_by("-id").first().pk


def row_of(conversation: Conversation) -> Conversation:
    """The conversation as it stands now."""
    return Conversation.objects.using(OWNER).get(pk=conversation.pk)


def task_of(conversation: Conversation) -> Task:
    """Its line in the lists as it stands now."""
    return Task.objects.using(OWNER).get(focus_id=conversation.pk)
