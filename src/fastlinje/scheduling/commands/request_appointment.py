"""A person asks the office for a time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.working_days import due_after
from fastlinje.people.rules import phone_number
from fastlinje.questionnaires.completing import complete
from fastlinje.worklist.who_can_read import shield_for

from ..asking import check_schedule, modality_of, new_request
from ..booking import answers_before, check_may_use, drop_preparation, open_of, patient_at
from ..events import AppointmentRequested
from ..preferences import read_preferences
from ..preparing import need_service
from ..progress import begin, record_act
from ..rules import check_age, check_count, check_may_book, check_phone, check_reason
from ..slots import lock_person
from ..states import Modality


@command
def request_appointment(
    *, actor: Actor, now: datetime, service_id: UUID, reason: str = "", phone: str = "", preferences: Mapping[str, Any]
) -> UUID:
    """Ask for a time instead of choosing one. The office answers with a booked time, times to choose from, or a reasoned no.

    reason       a few words, at most 200 characters, may be empty
    phone        where to call, for a phone appointment
    preferences  see preferences.Preferences; never how urgent it is
    Returns  the request's id
    Refuses  consent_missing, not_represented, not_found, reason_too_long, phone_missing, bad_address, wishes_invalid,
             dates_reversed, in_the_past, too_far, not_for_you, too_many_open, form_missing, checkpoint_missing,
             patient_blocked
    Emits    AppointmentRequested
    Source   F-015
    """
    check_may_book(actor)
    check_reason(reason)
    service = need_service(service_id)
    wishes = read_preferences(preferences, oslo_date(now))
    check_schedule(service, wishes)
    number = _number(modality_of(service, wishes), phone)
    lock_person(actor.subject_id)
    patient = patient_at(service.practice_id, actor.subject_id)
    check_may_use(patient, now)
    check_age(service, patient.birth_date, oslo_date(now))
    check_count(open_of(patient.person_id, now), service.practice.appointments_at_once)
    answered = answers_before(actor, service, now)
    shield = shield_for(actor, now)
    given = {"phone": number, "shielded": shield.shielded, "hidden_from_person": shield.hidden_from_person}
    request = new_request(patient, service, wishes, now, author_id=actor.person_id, reason=reason, **given)
    request.questionnaire_response = answered.response
    begin(request, patient, actor, now, due_at=due_after(now))
    complete(answered.response, now)
    drop_preparation(answered)
    record_act(actor, "appointment.request", request, now=now)
    emit(AppointmentRequested(request.pk))
    return request.pk


def _number(modality: str, phone: str) -> str:
    if modality != Modality.PHONE and not phone:
        return ""
    check_phone(modality, phone)
    return phone_number(phone)
