"""Keeping what a person is writing."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

from ..drafts import need_draft, write_draft
from ..rules import check_draft


@command
def save_draft(*, actor: Actor, now: datetime, subject: str, text: str, recipient_id: UUID | None = None) -> None:
    """Keep what is written so far of a new e-consultation, faults and all.

    recipient_id  kept as typed and judged when it is sent
    Refuses       draft_gone, draft_too_long
    Source        F-049, F-050
    """
    check_draft(subject, text)
    draft = need_draft(actor)
    write_draft(draft, now=now, subject=subject, text=text, recipient=str(recipient_id) if recipient_id else "")
    record(
        actor,
        "draft.save",
        now=now,
        person_id=draft.person_id,
        practice_id=draft.practice_id,
        entity=("Draft", draft.pk),
        why="self",
    )
