"""What somebody had begun for another goes when they may not act for them any longer."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor

from ..drafts import remove_draft
from ..models import Draft


@command
def drop_drafts_of_others(*, actor: Actor, now: datetime, person_id: UUID) -> None:
    """Delete the drafts about a person by everybody who may no longer read about them. Run by the worker; nobody could open them.

    Source   rules.md 1.1: at 16 the parents' drafts for the child are deleted
    """
    with connection.cursor() as cursor:
        cursor.execute("select gate.readers_of(%s, 'dialogue', %s)", [person_id, now])
        readers = [reader for (reader,) in cursor]
    drafts = Draft.objects.filter(person_id=person_id)
    nothing_done("unless there are drafts")
    for draft in drafts.exclude(author_id__in=[person_id, *readers]):
        remove_draft(draft)
        record(actor, "draft.expire", now=now, person_id=person_id, practice_id=draft.practice_id, entity=("Draft", draft.pk))
