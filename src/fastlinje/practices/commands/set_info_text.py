"""What the office adds to the fixed texts."""

from datetime import datetime

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id

from ..models import InfoText
from ..rules import check_info_text, check_may_administer


@command
def set_info_text(*, actor: Actor, now: datetime, slot: str, text: str) -> None:
    """Write what patients read from the office, for all its doctors; empty text takes it away.

    text     plain text, at most 200 characters in the panel and 300 elsewhere
    Refuses  not_administrator, unknown_slot, text_too_long
    Source   F-010, F-218, F-220, F-222
    """
    check_may_administer(actor)
    cleaned = text.replace("\r\n", "\n").strip()
    check_info_text(slot, cleaned)
    here = InfoText.objects.filter(practice_id=actor.practice_id, slot=slot)
    if not cleaned:
        here.delete()
    elif not here.update(text=cleaned, changed_at=now, changed_by=actor.name):
        InfoText.objects.create(
            id=new_id(), practice_id=actor.practice_id, slot=slot, text=cleaned, changed_at=now, changed_by=actor.name
        )
    record(actor, "info_text.set", now=now, entity=("Organization", actor.practice_id), why=slot)
