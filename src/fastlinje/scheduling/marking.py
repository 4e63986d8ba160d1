"""From whom one appointment or request is hidden: the row, its form and what the lists show, changed together."""

from datetime import datetime

from fastlinje.core.actor import Actor
from fastlinje.core.rows import update
from fastlinje.questionnaires.models import QuestionnaireResponse
from fastlinje.worklist.shielding import FLAGS, mark

from .models import Appointment


def mark_hidden(actor: Actor, appointment: Appointment, *, hidden_from: str, hidden: bool, reason: str, now: datetime) -> None:
    """Hide it or show it again from this moment, and keep that it was done."""
    flag = FLAGS[hidden_from]
    setattr(appointment, flag, hidden)
    update(appointment, flag)
    QuestionnaireResponse.objects.filter(pk=appointment.questionnaire_response_id).update(**{flag: hidden})
    mark(actor, appointment.pk, hidden_from=hidden_from, hidden=hidden, reason=reason, now=now)
