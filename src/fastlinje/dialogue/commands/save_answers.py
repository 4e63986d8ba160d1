"""Keeping what a person has answered so far of a form."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.questionnaires.engine.answers import FIELD_PREFIX

from ..drafts import need_draft, write_draft
from ..rules import check_draft


@command
def save_answers(*, actor: Actor, now: datetime, posted: Mapping[str, Sequence[str]]) -> None:
    """Keep the form as it was typed, faults and all, so that it can be shown again. Nothing is sent by this.

    posted   field name → texts; other fields than the form's are left out
    Refuses  draft_gone, draft_too_long
    Source   F-050
    """
    answers = {name: list(texts) for name, texts in posted.items() if name.startswith(FIELD_PREFIX)}
    check_draft("", "".join(text for texts in answers.values() for text in texts))
    draft = need_draft(actor)
    write_draft(draft, now=now, answers=answers)
    record(
        actor,
        "draft.save",
        now=now,
        person_id=draft.person_id,
        practice_id=draft.practice_id,
        entity=("Draft", draft.pk),
        why="self",
    )
