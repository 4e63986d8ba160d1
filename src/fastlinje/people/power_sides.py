"""Whom to tell about a power of attorney. For jobs."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from .models import Person, PowerOfAttorney
from .power_rules import names_agree


@dataclass(frozen=True, slots=True)
class Sides:
    """holder_id is None while nobody here is both the number and the name the giver wrote."""

    giver_id: UUID
    holder_id: UUID | None


def sides_of(power_id: UUID) -> Sides:
    """Both sides of a power."""
    power = PowerOfAttorney.objects.get(pk=power_id)
    return Sides(power.giver_id, power.holder_id or _person_meant(power))


def _person_meant(power: PowerOfAttorney) -> UUID | None:
    index = power.holder_index
    known = Person.objects.filter(Q(national_id_index=index) | Q(next_national_id_index=index)).defer("national_id").first()
    return known.pk if known and names_agree(power.holder_name, known.name) else None
