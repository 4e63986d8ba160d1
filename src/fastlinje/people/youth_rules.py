"""When a parent may say yes to that a child uses the service themselves (F-107, rules.md 1.4). Pages ask the same as commands."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.core.actor import Actor, ConsentLevel, Represented
from fastlinje.core.clock import age_on
from fastlinje.core.refusal import NotFound, Refused

from .models import RelatedPerson, YouthAccess

FROM_AGE, OF_AGE = 13, 16


def own_child(actor: Actor) -> Represented:
    """The child the actor acts for as a parent. Refuses not_found for anybody else, so that other grounds learn nothing."""
    child = actor.acting_for
    if child is None or child.basis != "parental":
        raise NotFound
    return child


def is_of_the_age(born: date, today: date) -> bool:
    """True from the 13th birthday to the day before the 16th."""
    return FROM_AGE <= age_on(born, today) < OF_AGE


def check_may_give(child: Represented, today: date) -> None:
    """Refuses not_the_age, consent_not_full."""
    if not is_of_the_age(child.birth_date, today):
        raise Refused("not_the_age", _("Egen tilgang er for dem som har fylt 13 år og ikke er fylt 16."))
    if child.consent is not ConsentLevel.FULL:
        raise Refused("consent_not_full", _("Velg full tilgang for barnet først."))


@dataclass(frozen=True, slots=True)
class YouthAccessLine:
    """One yes, and how it ended."""

    given_by_name: str
    given_at: datetime
    ended_at: datetime | None
    ended_by_name: str


def youth_access_of(actor: Actor, person_id: UUID) -> tuple[YouthAccessLine, ...]:
    """Every yes for a child, newest first: the same to both parents and to the child."""
    rows = YouthAccess.objects.filter(person_id=person_id).order_by("-given_at", "-id")[:50]
    return tuple(YouthAccessLine(row.given_by_name, row.given_at, row.ended_at, row.ended_by_name) for row in rows)


def concerned_by_youth_access(youth_access_id: UUID) -> list[UUID]:
    """The child and their parents here. For jobs."""
    child_id = YouthAccess.objects.values_list("person_id", flat=True).get(pk=youth_access_id)
    parents = RelatedPerson.objects.filter(person_id=child_id, basis=RelatedPerson.Basis.PARENTAL, ended_at__isnull=True)
    return [child_id, *parents.order_by("related_id").values_list("related_id", flat=True)]
