"""What somebody answers before they book a service: kept for whom they act for until it goes with the booking."""

from datetime import datetime

from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound
from fastlinje.core.rows import insert, update
from fastlinje.questionnaires.models import QuestionnaireResponse
from fastlinje.worklist.who_can_read import shield_for

from .booking import preparation_of
from .models import AppointmentService, Preparation


def need_service(service_id: object) -> AppointmentService:
    """A service that is on. Refuses not_found."""
    service = AppointmentService.objects.filter(pk=service_id, active=True, online=True).first()
    if service is None:
        raise NotFound
    return service


def pass_gate(actor: Actor, service: AppointmentService, now: datetime) -> Preparation:
    """Note that the person has said it is no emergency."""
    preparation = preparation_of(actor, service.pk)
    if preparation is None:
        return insert(
            Preparation(
                id=new_id(),
                practice_id=service.practice_id,
                person_id=actor.subject_id,
                author_id=actor.person_id,
                service=service,
                gate_passed_at=now,
            )
        )
    preparation.gate_passed_at = now
    update(preparation, "gate_passed_at")
    return preparation


def keep_answers(actor: Actor, preparation: Preparation, form_id: object, resource: dict, now: datetime) -> QuestionnaireResponse:
    """Keep the answers, in place of earlier ones."""
    earlier = preparation.questionnaire_response
    if earlier is not None and earlier.questionnaire_id == form_id:
        earlier.resource, earlier.authored_at = resource, now
        update(earlier, "resource", "authored_at")
        return earlier
    shield = shield_for(actor, now)
    response = insert(
        QuestionnaireResponse(
            id=new_id(),
            practice_id=preparation.practice_id,
            person_id=preparation.person_id,
            questionnaire_id=form_id,
            resource=resource,
            authored_at=now,
            shielded=shield.shielded,
            hidden_from_person=shield.hidden_from_person,
        )
    )
    preparation.questionnaire_response = response
    update(preparation, "questionnaire_response")
    if earlier is not None:
        earlier.delete()
    return response
