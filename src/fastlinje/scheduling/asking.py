"""A request for a time, whoever writes it down: the person, somebody who acts for them, or the office that was called."""

from datetime import datetime
from uuid import UUID

from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound
from fastlinje.practices.models import Patient
from fastlinje.questionnaires.engine.text import one_line

from .models import Appointment, AppointmentService, Schedule
from .preferences import Preferences
from .states import AppointmentState


def check_schedule(service: AppointmentService, wishes: Preferences) -> None:
    """Refuses not_found: with whom they wish to be is not at the office that has the service."""
    if wishes.schedule_id is None:
        return
    if not Schedule.objects.filter(pk=wishes.schedule_id, practice_id=service.practice_id, active=True).exists():
        raise NotFound


def modality_of(service: AppointmentService, wishes: Preferences) -> str:
    """How they meet: as they wish, else as the service is."""
    return wishes.modality or service.modality


def new_request(
    patient: Patient,
    service: AppointmentService,
    wishes: Preferences,
    now: datetime,
    *,
    author_id: UUID | None,
    reason: str,
    **given: object,
) -> Appointment:
    """The request, in memory. `given`: phone in E.164 or empty, shielded, hidden_from_person."""
    return Appointment(
        id=new_id(),
        practice=service.practice,
        person_id=patient.person_id,
        author_id=author_id,
        patient=patient,
        service=service,
        modality=modality_of(service, wishes),
        status=AppointmentState.PROPOSED,
        reason=one_line(reason),
        preferences=wishes.stored(),
        end_text="",
        asked_at=now,
        **given,
    )
