"""Answering the form that an office wants before an e-consultation."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.questionnaires.engine.answers import FIELD_PREFIX, read_answers
from fastlinje.questionnaires.engine.response import to_response
from fastlinje.questionnaires.models import QuestionnaireResponse
from fastlinje.questionnaires.queries import form_for
from fastlinje.questionnaires.rules import check_answers
from fastlinje.worklist.who_can_read import shield_for

from ..drafts import need_draft, write_draft
from ..models import Draft
from ..rules import check_draft, check_gate


@command
def answer_form(*, actor: Actor, now: datetime, questionnaire_id: UUID, posted: Mapping[str, Sequence[str]]) -> UUID:
    """Keep valid answers with the draft; they go with the message when that is sent, and can be changed until then.

    Conditions are decided here, from the answers themselves. An empty message begins with a sentence that points to the form.
    posted   field name → texts
    Returns  the QuestionnaireResponse's id
    Refuses  draft_gone, checkpoint_missing, answers_invalid, draft_too_long, not_found
    Source   F-044, F-051–F-056, AD-65
    """
    answers = {name: list(texts) for name, texts in posted.items() if name.startswith(FIELD_PREFIX)}
    check_draft("", "".join(text for texts in answers.values() for text in texts))
    draft = need_draft(actor)
    check_gate(draft.gate_passed_at, now)
    form = form_for(actor, questionnaire_id)
    read = read_answers(form, answers, oslo_date(now))
    check_answers(read)
    resource = to_response(form, read, now, f"Patient/{draft.person_id}") | {"status": QuestionnaireResponse.IN_PROGRESS}
    response = _keep(actor, draft, questionnaire_id, resource, now)
    text = draft.content.get("text") or _("Se vedlagt skjema med svarene mine.")
    write_draft(draft, now=now, answers=answers, text=text)
    record(
        actor,
        "form.answer",
        now=now,
        person_id=draft.person_id,
        practice_id=draft.practice_id,
        entity=("QuestionnaireResponse", response.pk),
        why="self",
    )
    return response.pk


def _keep(actor: Actor, draft: Draft, questionnaire_id: UUID, resource: dict, now: datetime) -> QuestionnaireResponse:
    earlier = QuestionnaireResponse.objects.filter(pk=draft.questionnaire_response_id).first()
    if earlier is not None and earlier.questionnaire_id == questionnaire_id:
        earlier.resource, earlier.authored_at = resource, now
        earlier.save(update_fields=["resource", "authored_at"])
        return earlier
    shield = shield_for(actor, now)
    response = QuestionnaireResponse.objects.create(
        id=new_id(),
        practice_id=draft.practice_id,
        person_id=draft.person_id,
        questionnaire_id=questionnaire_id,
        resource=resource,
        authored_at=now,
        shielded=shield.shielded,
        hidden_from_person=shield.hidden_from_person,
    )
    draft.questionnaire_response = response
    draft.save(update_fields=["questionnaire_response"])
    if earlier is not None:
        earlier.delete()
    return response
