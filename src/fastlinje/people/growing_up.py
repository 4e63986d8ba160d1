"""The 16th birthday: who has just had it, whose access ended by it, and whether they have been told (F-105, rules.md 1.1)."""

from calendar import isleap
from datetime import date, datetime
from uuid import UUID

from fastlinje.audit import gate
from fastlinje.core.actor import Actor, OwnAccess
from fastlinje.core.clock import oslo_date

from .commands.come_of_age import come_of_age
from .models import ComingOfAge, RelatedPerson

OF_AGE = 16
BY_AGE = "age"
"""What RelatedPerson.ended_by says when a birthday ended it."""
_BATCH = 500
_PARENTAL = RelatedPerson.Basis.PARENTAL


def end_parents_access(*, actor: Actor, now: datetime) -> None:
    """Close the books on parents of those who have turned 16. The gate has let none of them in since midnight."""
    with gate.reading(actor, now=now):
        rows = RelatedPerson.objects.filter(
            basis=_PARENTAL, ended_at__isnull=True, person__birth_date__lte=latest_birth(oslo_date(now))
        )
        grown = list(rows.order_by("person_id").values_list("person_id", flat=True).distinct()[:_BATCH])
    for person_id in grown:
        come_of_age(actor=actor, now=now, person_id=person_id)


def latest_birth(today: date) -> date:
    """Whoever was born on that day or before is 16 today."""
    if (today.month, today.day) == (2, 29) and not isleap(today.year - OF_AGE):
        return date(today.year - OF_AGE, 2, 28)
    return today.replace(year=today.year - OF_AGE)


def is_to_be_told(actor: Actor) -> bool:
    """True at the first login after the birthday of somebody whose parents acted for them."""
    if actor.own_access is not OwnAccess.FULL:
        return False
    had_parents = RelatedPerson.objects.filter(person_id=actor.person_id, basis=_PARENTAL).exists()
    return had_parents and not ComingOfAge.objects.filter(person_id=actor.person_id).exists()


def parents_whose_access_ended(person_id: UUID) -> list[UUID]:
    """For jobs."""
    rows = RelatedPerson.objects.filter(person_id=person_id, basis=_PARENTAL, ended_by=BY_AGE)
    return list(rows.order_by("related_id").values_list("related_id", flat=True).distinct())
