"""Adding a photo or a document to what one is writing."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

from ..drafts import files_on, lock_draft, make_draft, need_draft
from ..models import Attachment, Draft
from ..progress import lock_conversation
from ..rules import MAX_FILES, check_can_reply, check_room
from ..uploads import StoredFile


@command
def attach_file(*, actor: Actor, now: datetime, file: StoredFile, conversation_id: UUID | None = None) -> UUID:
    """Hang a file that is already cleaned and stored on the draft of a new e-consultation, or of a reply.

    Two uploads at once are taken one after the other, since the draft is locked; the database refuses a fourth in any case.
    Refuses  draft_gone, not_found, conversation_closed, answer_awaited, too_many_files
    Source   F-045, AD-57
    """
    draft = need_draft(actor) if conversation_id is None else _reply_draft(actor, conversation_id, now)
    taken = {held.position for held in files_on(draft)}
    check_room(len(taken))
    Attachment.objects.create(
        id=file.id,
        practice_id=draft.practice_id,
        person_id=draft.person_id,
        author_id=actor.person_id,
        draft=draft,
        position=next(place for place in range(1, MAX_FILES + 1) if place not in taken),
        scan=Attachment.HELD if file.is_held else Attachment.CLEAN,
        title=file.name,
        content_type=file.content_type,
        size_bytes=file.size_bytes,
        created_at=now,
    )
    record(
        actor,
        "file.attach",
        now=now,
        person_id=draft.person_id,
        practice_id=draft.practice_id,
        entity=("Draft", draft.pk),
        why="self",
    )
    return file.id


def _reply_draft(actor: Actor, conversation_id: UUID, now: datetime) -> Draft:
    conversation = lock_conversation(conversation_id)
    check_can_reply(conversation.state)
    return lock_draft(actor, conversation_id=conversation.pk) or make_draft(
        actor,
        person_id=conversation.person_id,
        practice_id=conversation.practice_id,
        conversation_id=conversation.pk,
        now=now,
    )
