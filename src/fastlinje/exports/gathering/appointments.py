"""Appointments and requests, with what was written and how they went."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from fastlinje.scheduling.models import Appointment, AppointmentStatus
from fastlinje.scheduling.slots import clinician_of

from .dialogue import form_of


def hidden_appointments(person_id: UUID) -> frozenset[UUID]:
    """Those about a person that leave no trace for themselves (rules.md 1.3)."""
    hidden = Appointment.objects.filter(person_id=person_id, hidden_from_person=True)
    return frozenset(hidden.values_list("pk", flat=True))


def appointments_about(person_id: UUID, *, about_oneself: bool) -> list[dict[str, Any]]:
    """Newest first. Without what is hidden from oneself, or for others what is shielded (AD-30)."""
    hidden = {"hidden_from_person": True} if about_oneself else {"shielded": True}
    rows = list(
        Appointment.objects.filter(person_id=person_id)
        .exclude(**hidden)
        .select_related("practice", "service", "author", "schedule__role__practitioner", "questionnaire_response__questionnaire")
        .order_by("-asked_at", "-id")
    )
    history = _history([row.pk for row in rows])
    return [_appointment(row, history[row.pk]) for row in rows]


def _appointment(row: Appointment, history: list[AppointmentStatus]) -> dict[str, Any]:
    return {
        "type": row.service.name,
        "office": row.practice.name,
        "with": clinician_of(row.schedule) if row.schedule else "",
        "modality": row.modality,
        "state": row.status,
        "start_at": row.start_at.isoformat() if row.start_at else None,
        "end_at": row.end_at.isoformat() if row.end_at else None,
        "asked_at": row.asked_at.isoformat(),
        "asked_by": row.author.name if row.author else "",
        "reason": row.reason,
        "phone": row.phone,
        "preferences": row.preferences,
        "cancelled_late": row.cancelled_late,
        "end_reason": row.end_reason,
        "end_text": row.end_text,
        "form": form_of(row.questionnaire_response),
        "history": [
            {
                "state": each.status,
                "start_at": each.start_at.isoformat() if each.start_at else None,
                "at": each.entered_at.isoformat(),
                "by": each.by_name,
            }
            for each in history
        ],
    }


def _history(ids: list[UUID]) -> dict[UUID, list[AppointmentStatus]]:
    found = defaultdict(list)
    for row in AppointmentStatus.objects.filter(appointment_id__in=ids).order_by("entered_at", "id"):
        found[row.appointment_id].append(row)
    return found
