"""Keeping a patient from one service for a while: what the office must write down, and what the patient is told.

Source       features F-143, rules.md 5.7, AD-33
"""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from fastlinje.core.refusal import Refused

from .models import ServiceCode
from .rules import OFFERED

REASON_MAX_CHARS = 300
LONGEST = timedelta(days=366)
"""A year at most: then somebody has to think again."""


def check_block(code: str, reason: str, end_date: date, today: date) -> None:
    """Refuses unknown_service, reason_missing, reason_too_long, end_past, end_too_far."""
    if code not in OFFERED:
        raise Refused("unknown_service", _("Velg en tjeneste."), fields=("code",))
    if not reason:
        raise Refused("reason_missing", _("Skriv hvorfor."), fields=("reason",))
    if len(reason) > REASON_MAX_CHARS:
        over = len(reason) - REASON_MAX_CHARS
        raise Refused("reason_too_long", _("Teksten er %d tegn for lang.") % over, fields=("reason",))
    if end_date < today:
        raise Refused("end_past", _("Siste dag kan ikke være passert."), fields=("end_date",))
    if end_date > today + LONGEST:
        raise Refused("end_too_far", _("En sperring kan vare i høyst ett år."), fields=("end_date",))


def blocked(code: str) -> Refused:
    """The refusal a blocked patient meets, and whoever acts for them: neutral, with the way that stays open."""
    sentences = {
        ServiceCode.APPOINTMENT: _("Du kan ikke bestille time her nå. Ring legekontoret, så hjelper de deg."),
        ServiceCode.E_CONSULTATION: _("Du kan ikke sende spørsmål til legen her nå. Ring legekontoret, så hjelper de deg."),
    }
    return Refused("patient_blocked", sentences[ServiceCode(code)])
