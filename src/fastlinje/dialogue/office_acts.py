"""What the office's commands have in common: whose answer it is, what is held, what is newest, and how it is recorded."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.rows import insert
from fastlinje.practices.titles import main_role

from .basis import basis_for
from .models import AnswerDraft, Communication, Conversation
from .states import CommunicationStatus


def newest_id(conversation: Conversation) -> UUID | None:
    """The last thing written in a conversation, by anybody; an answer that was undone never was."""
    written = Communication.objects.filter(conversation=conversation).exclude(status=CommunicationStatus.NOT_DONE)
    return written.order_by("-id").values_list("id", flat=True).first()


def is_held(conversation: Conversation) -> bool:
    """True while an answer can still be undone."""
    return Communication.objects.filter(conversation=conversation, status=CommunicationStatus.ON_HOLD).exists()


def is_answered(conversation: Conversation) -> bool:
    """True when the person has got an answer that stands."""
    answers = Communication.objects.filter(conversation=conversation, sender_role__isnull=False)
    return answers.filter(status=CommunicationStatus.COMPLETED).exists()


def write_as_staff(
    actor: Actor, conversation: Conversation, text: str, *, status: CommunicationStatus, closes: bool, now: datetime
) -> Communication:
    """A message from the office in the actor's name."""
    return insert(
        Communication(
            id=new_id(),
            conversation=conversation,
            sender_role_id=actor.role_id,
            sender_name=actor.name,
            sender_as=main_role(actor.roles),
            status=status,
            text=text,
            closes=closes,
            sent_at=now,
        )
    )


def record_act(actor: Actor, action: str, conversation: Conversation, *, now: datetime, treating: bool = False) -> None:
    """The audit row of an act in a conversation, which the person can see."""
    record(
        actor,
        action,
        now=now,
        person_id=conversation.person_id,
        practice_id=conversation.practice_id,
        entity=("Conversation", conversation.pk),
        why=basis_for(actor, conversation, treating=treating),
    )


def keep_draft(actor: Actor, conversation: Conversation, text: str, *, now: datetime) -> None:
    """What the actor is writing here, one per conversation and practitioner."""
    AnswerDraft.objects.update_or_create(
        conversation=conversation,
        practitioner_id=actor.practitioner_id,
        defaults={"text": text, "updated_at": now},
        create_defaults={"id": new_id(), "practice_id": conversation.practice_id, "text": text, "updated_at": now},
    )


def drop_draft(actor: Actor, conversation: Conversation) -> None:
    """Nothing is being written here any more."""
    AnswerDraft.objects.filter(conversation=conversation, practitioner_id=actor.practitioner_id).delete()
