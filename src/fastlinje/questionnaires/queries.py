"""Forms and answers as pages need them."""

from uuid import UUID

from django.db.models import OuterRef, QuerySet

from fastlinje.core.actor import Actor
from fastlinje.core.prepared import prepared
from fastlinje.core.refusal import NotFound

from .engine.definition import Questionnaire as Form
from .engine.narrative import AnsweredSection, answered_sections
from .engine.parse import parse_questionnaire
from .engine.response import from_response
from .models import Assignment, Questionnaire, QuestionnaireResponse


def assigned_form(service_code: str, practice_id: UUID) -> UUID | None:
    """Id of the form that stands before a service of an office; None when there is none."""
    return next(iter(_assigned_to(service_code=service_code, practice_id=practice_id)), None)


def assigned_to(service_code: str, practice_id: OuterRef | UUID) -> QuerySet:
    """The same as a subquery."""
    return Assignment.objects.filter(practice_id=practice_id, service_code=service_code).values_list("questionnaire_id", flat=True)


_assigned_to = prepared(assigned_to)


def form_for(actor: Actor, questionnaire_id: UUID) -> Form:
    """A form to show and read answers with. Refuses not_found."""
    row = Questionnaire.objects.filter(pk=questionnaire_id).first()
    if row is None:
        raise NotFound
    return parsed(row)


def parsed(row: Questionnaire) -> Form:
    """The checked form of a stored one. Versions are frozen, so a form is checked once in each process."""
    return _FORMS.get(row.pk) or _FORMS.setdefault(row.pk, parse_questionnaire(row.resource))


def answers_in(response: QuestionnaireResponse) -> tuple[AnsweredSection, ...]:
    """What was answered, in words, in the form's order."""
    form = parsed(response.questionnaire)
    return answered_sections(form, from_response(form, response.resource))


_FORMS: dict[UUID, Form] = {}
