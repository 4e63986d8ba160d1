"""Answers that led to no booking."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

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
    _forget(old)
    record(actor, "preparations.forget", now=now)


@command
def forget_preparations_of(*, actor: Actor, now: datetime, person_id: UUID, by_others_only: bool = False) -> None:
    """Delete what was answered for a person, and by them for others, and not booked. By the worker.

    by_others_only  what others answered for them: at 16 nobody else's answers are about to be sent
    Source          F-006, F-105, AD-32
    """
    about = Q(person_id=person_id) & ~Q(author_id=person_id) if by_others_only else Q(person_id=person_id) | Q(author_id=person_id)
    begun = list(Preparation.objects.filter(about).order_by("pk"))
    if not begun:
        nothing_done("nothing begun")
        return
    _forget(begun)
    record(actor, "preparations.forget", now=now)


def _forget(preparations: Sequence[Preparation]) -> None:
    """The form answers go with them; those that were sent with a booking are the office's."""
    Preparation.objects.filter(pk__in=[each.pk for each in preparations]).delete()
    answers = [each.questionnaire_response_id for each in preparations if each.questionnaire_response_id]
    QuestionnaireResponse.objects.filter(pk__in=answers, status=QuestionnaireResponse.IN_PROGRESS).delete()
