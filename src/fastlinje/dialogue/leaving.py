"""What somebody who thinks of withdrawing their consent has here."""

from dataclasses import dataclass

from django.db.models import Count, Q

from fastlinje.core.actor import Actor

from .models import Conversation, Draft


@dataclass(frozen=True, slots=True)
class WrittenHere:
    """How much of each. `drafts` and their files go; conversations stay with the office and can't be read here any more."""

    drafts: int
    files: int
    conversations: int
    open_conversations: int


def written_here(actor: Actor) -> WrittenHere:
    """The actor's own drafts, for whomever, and the conversations about themselves; acting for another, only what concerns them.

    Two statements.
    """
    begun = Draft.objects.filter(author_id=actor.person_id)
    if actor.acting_for:
        begun = begun.filter(person_id=actor.subject_id)
    drafts = begun.aggregate(drafts=Count("pk", distinct=True), files=Count("attachments", distinct=True))
    mine = Conversation.objects.filter(person_id=actor.subject_id)
    waiting = Q(closed_at__isnull=True)
    return WrittenHere(**drafts, **mine.aggregate(conversations=Count("pk"), open_conversations=Count("pk", filter=waiting)))
