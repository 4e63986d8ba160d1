"""Answers that led to no booking."""

from datetime import datetime

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor
from fastlinje.questionnaires.models import QuestionnaireResponse

from ..models import Hold, Preparation
from ..rules import GATE_HOLDS

BATCH = 500


@command
def forget_preparations(*, actor: Actor, now: datetime) -> None:
    """Delete what people answered before booking and did not book within a day, and holds that ran out."""
    old = list(Preparation.objects.filter(gate_passed_at__lt=now - GATE_HOLDS).order_by("pk")[:BATCH])
    over = Hold.objects.filter(held_until__lt=now - GATE_HOLDS)
    if not old and not over.exists():
        nothing_done("nothing old")
        return
    over.delete()
    Preparation.objects.filter(pk__in=[each.pk for each in old]).delete()
    answers = [each.questionnaire_response_id for each in old if each.questionnaire_response_id]
    QuestionnaireResponse.objects.filter(pk__in=answers, status=QuestionnaireResponse.IN_PROGRESS).delete()
    record(actor, "preparations.forget", now=now)
