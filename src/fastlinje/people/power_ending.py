"""The end of a power of attorney, whoever wants it."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from fastlinje.core.refusal import NotFound

from .models import PowerOfAttorney, RelatedPerson
from .powers import LASTING, state_of


def lock_lasting_power(power_id: UUID, now: datetime, *, giver_id: UUID, holder_id: UUID | None = None) -> PowerOfAttorney:
    """A power that lasts or waits, of this giver or this holder, locked for the rest of the command. Refuses not_found."""
    whose = Q(giver_id=giver_id) | Q(holder_id=holder_id) if holder_id else Q(giver_id=giver_id)
    power = PowerOfAttorney.objects.select_for_update(of=("self",)).filter(whose, pk=power_id).first()
    if power is None or state_of(power, now) not in LASTING:
        raise NotFound
    return power


def end_power(power: PowerOfAttorney, ended_by: str, *, by_name: str, now: datetime) -> None:
    """From this moment the gate lets nobody act by it; a page that is open notices at the next click (AD-27)."""
    power.ended_at, power.ended_by = now, ended_by
    power.save(update_fields=["ended_at", "ended_by"])
    if power.holder_id:
        standing = RelatedPerson.objects.filter(person_id=power.giver_id, related_id=power.holder_id, ended_at__isnull=True)
        standing.filter(source=power.source).update(ended_at=now, ended_by=by_name)
