"""The office writes down a request that somebody makes on the phone or at the desk."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.refusal import NotFound
from fastlinje.core.working_days import due_after
from fastlinje.people.rules import phone_number
from fastlinje.practices.reach import reach_of
from fastlinje.practices.rules import check_desk_phone

from ..asking import check_schedule, modality_of, new_request
from ..at_desk import keep_number, patient_at_desk
from ..desk_rules import check_can_answer
from ..events import AppointmentRequested
from ..models import AppointmentService
from ..preferences import read_preferences
from ..progress import begin, record_act
from ..rules import check_reason


@command
def request_for_patient(
    *,
    actor: Actor,
    now: datetime,
    patient_id: UUID,
    service_id: UUID,
    preferences: Mapping[str, Any],
    reason: str = "",
    phone: str = "",
    shielded: bool = False,
) -> UUID:
    """Put what somebody asks for on the phone in the same queue as the requests people send, also for those who never log in.

    The rules for booking on the net do not hold here: the office may ask for a service that only it gives away, for somebody it
    has blocked, and for more than they may ask for themselves. Forms are not asked for either; the office has talked with them.

    preferences  see preferences.Preferences; never how urgent it is
    reason       a few words, at most 200 characters, may be empty
    phone        where to call them; needed for a phone appointment, and when no notice reaches them. Kept with the patient
    shielded     hidden from whoever acts for the patient
    Returns  the request's id
    Refuses  not_found, reason_too_long, phone_invalid, phone_missing, wishes_invalid, dates_reversed, in_the_past, too_far
    Emits    AppointmentRequested
    Source   F-187
    """
    check_reason(reason)
    check_desk_phone(phone)
    patient = patient_at_desk(actor, patient_id)
    service = _service(actor, service_id)
    wishes = read_preferences(preferences, oslo_date(now))
    check_schedule(service, wishes)
    reach = reach_of(actor, [patient.pk], now=now)[patient.pk]
    check_can_answer(modality_of(service, wishes), phone, reach)
    keep_number(patient, phone)
    given = {"phone": phone_number(phone) if phone else "", "shielded": shielded}
    request = new_request(patient, service, wishes, now, author_id=None, reason=reason, **given)
    begin(request, patient, actor, now, due_at=due_after(now))
    record_act(actor, "appointment.request", request, now=now)
    emit(AppointmentRequested(request.pk))
    return request.pk


def _service(actor: Actor, service_id: UUID) -> AppointmentService:
    """One that is in use, also if people cannot choose it themselves."""
    found = AppointmentService.objects.filter(pk=service_id, practice_id=actor.practice_id, active=True)
    service = found.select_related("practice").first()
    if service is None:
        raise NotFound
    return service
