"""Answering the questions an office asks before somebody books."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.questionnaires.engine.answers import FIELD_PREFIX, read_answers
from fastlinje.questionnaires.engine.response import to_response
from fastlinje.questionnaires.models import QuestionnaireResponse
from fastlinje.questionnaires.queries import form_for
from fastlinje.questionnaires.rules import check_answers

from ..booking import preparation_of
from ..preparing import keep_answers, need_service
from ..rules import check_answers_length, check_gate, check_may_book


@command
def answer_questions(
    *, actor: Actor, now: datetime, service_id: UUID, questionnaire_id: UUID, posted: Mapping[str, Sequence[str]]
) -> UUID:
    """Keep valid answers until they go with a booking of that service; they can be changed until then.

    posted   field name → texts
    Returns  the QuestionnaireResponse's id
    Refuses  consent_missing, not_represented, not_found, checkpoint_missing, answers_invalid, answers_too_long
    Source   F-224, AD-65
    """
    check_may_book(actor)
    service = need_service(service_id)
    answers = {name: list(texts) for name, texts in posted.items() if name.startswith(FIELD_PREFIX)}
    check_answers_length(sum(len(text) for texts in answers.values() for text in texts))
    preparation = preparation_of(actor, service.pk)
    check_gate(preparation.gate_passed_at if preparation else None, now)
    form = form_for(actor, questionnaire_id)
    read = read_answers(form, answers, oslo_date(now))
    check_answers(read)
    resource = to_response(form, read, now, f"Patient/{actor.subject_id}") | {"status": QuestionnaireResponse.IN_PROGRESS}
    response = keep_answers(actor, preparation, questionnaire_id, resource, now)
    record(
        actor,
        "form.answer",
        now=now,
        person_id=actor.subject_id,
        practice_id=service.practice_id,
        entity=("QuestionnaireResponse", response.pk),
        why="self",
    )
    return response.pk
