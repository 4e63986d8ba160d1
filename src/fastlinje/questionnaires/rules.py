"""What must hold of a form's answers before they may be sent."""

from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.core.refusal import Refused

from .engine.answers import Answers


def check_answers(answers: Answers) -> None:
    """Refuses answers_invalid, naming the questions at fault as fields."""
    if not answers.is_valid:
        raise Refused("answers_invalid", _("Noen svar må rettes."), fields=tuple(answers.errors))


def check_answered(*, assigned: UUID | None, answered: UUID | None) -> None:
    """Refuses form_missing when the office wants a form first and just that one is not answered (AD-65)."""
    if assigned is not None and assigned != answered:
        raise Refused("form_missing", _("Svar på skjemaet først. Det du har skrevet, er lagret."))
