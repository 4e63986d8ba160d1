"""A parent says yes to that their child of 13 to 15 logs in and uses the service themselves."""

from datetime import datetime

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.identifiers import new_id

from ..consent import lock_subject
from ..events import YouthAccessChanged
from ..models import YouthAccess
from ..youth_rules import check_may_give, own_child


@command
def give_youth_access(*, actor: Actor, now: datetime) -> None:
    """Let the child the actor acts for come in by themselves, from this moment.

    Refuses  not_found (for who is not a parent of theirs), not_the_age, consent_not_full
    Emits    YouthAccessChanged
    Source   F-107, rules.md 1.4
    """
    child = own_child(actor)
    person = lock_subject(actor)
    check_may_give(child, oslo_date(now))
    if YouthAccess.objects.filter(person=person, ended_at__isnull=True).exists():
        nothing_done("as before")
        return
    row = YouthAccess(id=new_id(), person=person, given_by_id=actor.person_id, given_by_name=actor.name, given_at=now)
    row.save(force_insert=True)
    record(actor, "youth_access.give", now=now, person_id=person.pk, entity=("YouthAccess", row.pk), why="self")
    emit(YouthAccessChanged(row.pk, "given"))
