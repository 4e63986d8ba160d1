"""Forms an office can choose among."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from fastlinje.core.actor import Actor

from .models import Assignment, Questionnaire


@dataclass(frozen=True, slots=True)
class FormChoice:
    """A form that can stand before a service."""

    id: UUID
    title: str
    version: str
    assigned: bool


def form_choices_for(actor: Actor, service_code: str) -> tuple[FormChoice, ...]:
    """Every form there is, newest version last, and which one stands before the service at the actor's office."""
    assigned = Assignment.objects.filter(practice_id=actor.practice_id, service_code=service_code)
    chosen = assigned.values_list("questionnaire_id", flat=True).first()
    rows = Questionnaire.objects.defer("resource").order_by("title", "version")
    return tuple(FormChoice(row.pk, row.title, row.version, row.pk == chosen) for row in rows)


def assigned_forms_for(actor: Actor, service_codes: Collection[str]) -> dict[str, UUID]:
    """Which form stands before each of several services at the actor's office; those with none are left out."""
    rows = Assignment.objects.filter(practice_id=actor.practice_id, service_code__in=service_codes)
    return dict(rows.values_list("service_code", "questionnaire_id"))
