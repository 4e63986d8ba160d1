"""Who has a conversation open now: a soft claim with a name, so that two do not answer the same person."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound

GONE_AFTER = timedelta(seconds=30)

_NOTE = """
    with mine as (
        insert into dialogue_presence (id, practice_id, conversation_id, practitioner_id, name, seen_at)
        select %(id)s, c.practice_id, c.id, %(me)s, %(name)s, %(now)s from dialogue_conversation c where c.id = %(conversation)s
        on conflict (conversation_id, practitioner_id) do update set seen_at = excluded.seen_at
        returning 1)
    select exists (select from mine),
           array(select p.name from dialogue_presence p
                  where p.conversation_id = %(conversation)s and p.practitioner_id <> %(me)s and p.seen_at > %(since)s
                  order by p.name)
"""


def note_presence(actor: Actor, conversation_id: UUID, *, now: datetime) -> tuple[str, ...]:
    """Say that the actor looks at a conversation, and get the names of colleagues who do too. One statement.

    Not a command: it is asked every ten seconds by every open page, gives no content and leaves nothing to answer for.
    Raises NotFound when the conversation is not at the actor's office.
    """
    values = {
        "id": new_id(),
        "me": actor.practitioner_id,
        "name": actor.name,
        "now": now,
        "since": now - GONE_AFTER,
        "conversation": conversation_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, values)
        found, names = cursor.fetchone()
    if not found:
        raise NotFound
    return tuple(names)
