"""A person's message with its files, written inside a command."""

from collections.abc import Sequence
from datetime import datetime

from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.rows import insert, update

from .models import Attachment, Communication, Conversation
from .states import CommunicationStatus


def send_message(
    actor: Actor, conversation: Conversation, text: str, files: Sequence[Attachment], *, now: datetime
) -> Communication:
    """Write the message, and move the files from the draft to it."""
    message = insert(
        Communication(
            id=new_id(),
            conversation=conversation,
            sender_person_id=actor.person_id,
            sender_name=actor.name,
            sender_as=_for_whom(actor, conversation),
            status=CommunicationStatus.COMPLETED,
            text=text,
            sent_at=now,
        )
    )
    for file in files:
        file.draft, file.communication = None, message
        update(file, "draft", "communication")
    return message


def _for_whom(actor: Actor, conversation: Conversation) -> str:
    """Both people stand on what somebody writes for another."""
    if conversation.person_id == actor.person_id:
        return ""
    return next((other.name for other in actor.represents if other.person_id == conversation.person_id), "")
