"""Taking a file away again before sending."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

from ..drafts import file_on_own_draft
from ..models import Attachment


@command
def remove_file(*, actor: Actor, now: datetime, file_id: UUID) -> None:
    """Take a file off one of the actor's drafts. What has been sent stays.

    Refuses  not_found
    Source   AD-06
    """
    file = file_on_own_draft(actor, file_id)
    Attachment.objects.filter(pk=file.pk).delete()
    record(
        actor,
        "file.remove",
        now=now,
        person_id=file.person_id,
        practice_id=file.practice_id,
        entity=("Draft", file.draft_id),
        why="self",
    )
