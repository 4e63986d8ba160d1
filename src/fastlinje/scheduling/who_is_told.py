"""Whom notices about an appointment go to."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from fastlinje.core.clock import oslo_date
from fastlinje.people.models import RelatedPerson
from fastlinje.worklist.shielding import is_of_age

from .models import Appointment


def who_is_told(appointment: Appointment, now: datetime) -> tuple[UUID, ...]:
    """Whoever booked it, as long as they may still act for the person; else the person, and for a child the parents too.

    What is shielded is told to nobody but the person.
    """
    if appointment.shielded:
        return (appointment.person_id,)
    others = _representatives(appointment, now)
    if appointment.author_id in (appointment.person_id, *(related for related, _basis in others)):
        return (appointment.author_id,)
    if is_of_age(appointment.patient.birth_date, now):
        return (appointment.person_id,)
    parents = (related for related, basis in others if basis != RelatedPerson.Basis.POWER_OF_ATTORNEY)
    return (appointment.person_id, *dict.fromkeys(parents))


def _representatives(appointment: Appointment, now: datetime) -> list[tuple[UUID, str]]:
    today = oslo_date(now)
    in_force = Q(start_date__isnull=True) | Q(start_date__lte=today), Q(end_date__isnull=True) | Q(end_date__gte=today)
    rows = RelatedPerson.objects.filter(*in_force, person_id=appointment.person_id, ended_at__isnull=True)
    return list(rows.order_by("id").values_list("related_id", "basis"))
