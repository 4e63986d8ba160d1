"""Files that came while the virus scanner was away, as commands find them."""

from uuid import UUID

from fastlinje.core.refusal import NotFound

from .models import Attachment


def lock_held(file_id: UUID) -> Attachment:
    """A file that still waits, locked for the rest of the command; NotFound otherwise."""
    found = Attachment.objects.select_for_update(of=("self",)).filter(pk=file_id, scan=Attachment.HELD).first()
    if found is None:
        raise NotFound
    return found


def what_it_hangs_on(file: Attachment) -> tuple[str, UUID]:
    """The draft or the conversation, for the log."""
    return ("Conversation", file.communication.conversation_id) if file.communication else ("Draft", file.draft_id)
