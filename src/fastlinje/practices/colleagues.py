"""Who works at the actor's office."""

from datetime import date

from django.db.models import Q, QuerySet

from fastlinje.core.actor import Actor, RoleCode

from .models import PractitionerRole

CLINICAL = (RoleCode.GP, RoleCode.SUBSTITUTE, RoleCode.NURSE, RoleCode.SECRETARY)


def colleagues_on(actor: Actor, day: date) -> QuerySet[PractitionerRole]:
    """The roles at the actor's office that hold on a day, with names."""
    holds = (Q(start_date__isnull=True) | Q(start_date__lte=day)) & (Q(end_date__isnull=True) | Q(end_date__gte=day))
    return PractitionerRole.objects.select_related("practitioner").filter(holds, practice_id=actor.practice_id, active=True)
