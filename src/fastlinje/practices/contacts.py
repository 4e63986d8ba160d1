"""Whom a person is, or was, in contact with: the doctors of their office, and every office that has them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from fastlinje.core.actor import Actor, RoleCode
from fastlinje.core.clock import oslo_date

from .models import Patient, PractitionerRole


@dataclass(frozen=True, slots=True)
class OfficeOfMine:
    """An office that has, or had, the person. `gp_name` is "" where nobody there is their GP now."""

    practice_id: UUID
    name: str
    phone: str
    gp_name: str


def colleagues_for(actor: Actor, practice_id: UUID, *, gp_role_id: UUID, now: datetime) -> tuple[str, ...]:
    """The names of the other GPs of an office today."""
    today = oslo_date(now)
    roles = (
        PractitionerRole.objects.filter(practice_id=practice_id, code=RoleCode.GP, active=True)
        .filter(Q(start_date__isnull=True) | Q(start_date__lte=today), Q(end_date__isnull=True) | Q(end_date__gte=today))
        .exclude(pk=gp_role_id)
        .select_related("practitioner")
    )
    return tuple(sorted(role.practitioner.name for role in roles))


def offices_for(actor: Actor) -> tuple[OfficeOfMine, ...]:
    """Every office that knows whom the actor acts for, the GP's first."""
    rows = (
        Patient.objects.filter(person_id=actor.subject_id)
        .select_related("practice", "general_practitioner__practitioner")
        .only(
            "active",
            "practice__name",
            "practice__phone",
            "general_practitioner__practitioner__given_name",
            "general_practitioner__practitioner__family_name",
        )
    )
    found = [
        OfficeOfMine(
            row.practice_id,
            row.practice.name,
            row.practice.phone,
            row.general_practitioner.practitioner.name if row.active and row.general_practitioner else "",
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda office: (not office.gp_name, office.name)))
