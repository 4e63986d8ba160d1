"""Appointments a person has, had or asked for."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from fastlinje.scheduling.models import Appointment, AppointmentStatus, Schedule

from .dialogue import form_in


def appointments_about(person_id: UUID, *, about_oneself: bool) -> list[tuple[UUID, dict]]:
    """Newest first. Without what is hidden from oneself, or for others what is shielded (AD-30)."""
    hidden = {"hidden_from_person": True} if about_oneself else {"shielded": True}
    rows = list(
        Appointment.objects.filter(person_id=person_id)
        .exclude(**hidden)
        .select_related("practice", "service", "schedule__role__practitioner", "questionnaire_response__questionnaire")
        .order_by("-asked_at", "-id")
    )
    history = defaultdict(list)
    for step in AppointmentStatus.objects.filter(appointment_id__in=[row.pk for row in rows]).order_by("id"):
        history[step.appointment_id].append({"status": step.status, "at": step.entered_at.isoformat(), "by": step.by_name})
    return [(row.pk, _appointment(row, history[row.pk])) for row in rows]


def _name_of(schedule: Schedule | None) -> str:
    if schedule is None:
        return ""
    return schedule.role.practitioner.name if schedule.role else schedule.name


def _appointment(row: Appointment, history: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "office": row.practice.name,
        "service": row.service.name,
        "with": _name_of(row.schedule),
        "status": row.status,
        "modality": row.modality,
        "start_at": row.start_at.isoformat() if row.start_at else None,
        "end_at": row.end_at.isoformat() if row.end_at else None,
        "asked_at": row.asked_at.isoformat(),
        "reason": row.reason,
        "phone": row.phone,
        "preferences": row.preferences,
        "end_text": row.end_text,
        "history": history,
        "form": form_in(row.questionnaire_response),
    }
