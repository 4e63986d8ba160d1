"""Taking published times away again."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused
from fastlinje.core.rows import update

from ..away import keep_from_others
from ..events import PublicationUndone
from ..models import Slot
from ..states import PublicationState, SlotStatus
from .publish_slots import lock_publication

MOST_SLOTS = 5000

# Only what nobody has touched: free, not held now, and never anybody's. What is free besides is closed when the rest is gone.
_REMOVE = """
    delete from scheduling_slot where id in (
        select s.id from scheduling_slot s
         where s.publication_id = %s and s.status in ('free', 'busy-unavailable')
           and (s.held_until is null or s.held_until <= %s)
           and not exists (select from scheduling_appointment a where a.slot_id = s.id)
           and not exists (select from scheduling_appointmentoffer o where o.slot_id = s.id)
           and not exists (select from scheduling_hold h where h.slot_id = s.id and h.held_until > %s)
         limit %s for update of s skip locked)
"""


@command
def undo_publication(*, actor: Actor, now: datetime, publication_id: UUID) -> None:
    """Let a job take away the publication's times that nobody has or is offered: they are removed, or closed where somebody once
    had them. What somebody has is theirs, and goes to nobody else. It stops if it still runs.

    Refuses  not_found, already_undone
    Emits    PublicationUndone
    """
    publication = lock_publication(publication_id)
    if publication.status in (PublicationState.UNDOING, PublicationState.UNDONE):
        raise Refused("already_undone", _("Dette er allerede angret."))
    publication.status = PublicationState.UNDOING
    update(publication, "status")
    keep_from_others(publication.pk, now)
    record(actor, "slots.undo", now=now, entity=("Publication", publication.pk), why="office_task")
    emit(PublicationUndone(publication.pk))


@command
def remove_slots(*, actor: Actor, now: datetime, publication_id: UUID) -> bool:
    """Remove the next part of a publication that is undone. Returns whether more is left."""
    publication = lock_publication(publication_id)
    if publication.status != PublicationState.UNDOING:
        nothing_done("not undoing")
        return False
    with connection.cursor() as cursor:
        cursor.execute("delete from scheduling_hold h using scheduling_slot s where s.id = h.slot_id"
                       " and s.publication_id = %s and h.held_until <= %s", [publication.pk, now])  # fmt: skip
        cursor.execute(_REMOVE, [publication.pk, now, now, MOST_SLOTS])
        removed = cursor.rowcount
    publication.made -= removed
    if removed < MOST_SLOTS:
        left = Slot.objects.filter(publication_id=publication.pk, status=SlotStatus.FREE)
        left.update(status=SlotStatus.UNAVAILABLE, held_until=None)
        publication.status, publication.done_at = PublicationState.UNDONE, now
    update(publication, "made", "status", "done_at")
    record(actor, "slots.remove", now=now, practice_id=publication.practice_id, entity=("Publication", publication.pk))
    return removed == MOST_SLOTS
