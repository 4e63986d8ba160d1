"""The answers to a form as a document beside the message."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

from ..models import Attachment, Communication
from ..models.attachment import ANSWERS_PDF
from ..progress import lock_conversation


@command
def attach_answers_pdf(*, actor: Actor, now: datetime, conversation_id: UUID, file_id: UUID, size_bytes: int) -> UUID:
    """Hang the PDF of the person's answers on their first message, for the office and for themselves. Run by the worker.

    file_id  a file already in the store
    Returns  the attachment's id; with the same key the first one's, and the newer file is left to the sweeper
    Refuses  not_found
    Source   F-048
    """
    conversation = lock_conversation(conversation_id)
    first = Communication.objects.filter(conversation=conversation).order_by("id").values_list("pk", flat=True)[0]
    Attachment.objects.create(
        id=file_id,
        practice_id=conversation.practice_id,
        person_id=conversation.person_id,
        communication_id=first,
        made_by_us=True,
        title=ANSWERS_PDF,
        content_type="application/pdf",
        size_bytes=size_bytes,
        created_at=now,
    )
    record(
        actor,
        "answers.attach",
        now=now,
        person_id=conversation.person_id,
        practice_id=conversation.practice_id,
        entity=("Conversation", conversation.pk),
    )
    return file_id
