"""The books follow the 16th birthday."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor
from fastlinje.core.clock import age_on, oslo_date

from ..events import CameOfAge
from ..models import Person, RelatedPerson, YouthAccess


@command
def come_of_age(*, actor: Actor, now: datetime, person_id: UUID) -> None:
    """End what parents may do for somebody who has turned 16. Run by the worker; a second time it does nothing.

    Emits    CameOfAge
    Source   F-105, rules.md 1.1, AD-25
    """
    person = Person.objects.select_for_update(of=("self",)).only("id", "birth_date").get(pk=person_id)
    rows = list(
        RelatedPerson.objects.select_for_update(of=("self",)).filter(
            person=person, basis=RelatedPerson.Basis.PARENTAL, ended_at__isnull=True
        )
    )
    if not rows or age_on(person.birth_date, oslo_date(now)) < 16:
        nothing_done("nobody's access ends")
        return
    for row in rows:
        row.ended_at, row.ended_by = now, "age"
        row.save(update_fields=["ended_at", "ended_by"])
        record(actor, "representation.age", now=now, person_id=row.related_id, entity=("RelatedPerson", row.pk))
    YouthAccess.objects.filter(person=person, ended_at__isnull=True).update(ended_at=now)
    record(actor, "representation.age", now=now, person_id=person.pk, entity=("Person", person.pk))
    emit(CameOfAge(person.pk))
