"""Which form an office wants answered first."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound

from ..models import Assignment, Questionnaire


@command
def assign_form(*, actor: Actor, now: datetime, service_code: str, questionnaire_id: UUID | None) -> None:
    """Let a form stand before a service of the administrator's office; None takes the form away.

    Refuses  not_found
    Source   F-056
    """
    here = Assignment.objects.filter(practice_id=actor.practice_id, service_code=service_code)
    if questionnaire_id is None:
        here.delete()
    else:
        if not Questionnaire.objects.filter(pk=questionnaire_id).exists():
            raise NotFound
        if not here.update(questionnaire_id=questionnaire_id):
            Assignment.objects.create(
                id=new_id(), practice_id=actor.practice_id, service_code=service_code, questionnaire_id=questionnaire_id
            )
    record(actor, "form.assign", now=now, entity=("Organization", actor.practice_id), why="administration")
