"""A parent takes back that their child uses the service themselves."""

from datetime import datetime

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor

from ..consent import lock_subject
from ..events import YouthAccessChanged
from ..models import YouthAccess
from ..youth_rules import own_child


@command
def end_youth_access(*, actor: Actor, now: datetime) -> None:
    """Shut the child's own access at once, also in the middle of what they do. What they have written stays hidden as it was.

    Refuses  not_found (for who is not a parent of theirs)
    Emits    YouthAccessChanged
    Source   F-107, rules.md 1.4
    """
    own_child(actor)
    person = lock_subject(actor)
    row = YouthAccess.objects.filter(person=person, ended_at__isnull=True).first()
    if row is None:
        nothing_done("none to end")
        return
    row.ended_at, row.ended_by_name = now, actor.name
    row.save(update_fields=["ended_at", "ended_by_name"])
    record(actor, "youth_access.end", now=now, person_id=person.pk, entity=("YouthAccess", row.pk), why="self")
    emit(YouthAccessChanged(row.pk, "ended"))
