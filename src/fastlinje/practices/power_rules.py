"""What an office must write down when it takes in a power of attorney on paper."""

from django.utils.translation import gettext as _

from fastlinje.core.refusal import Refused
from fastlinje.people.power_rules import NAME_MAX_CHARS, REASON_MAX_CHARS


def check_paper(reason: str, received_by: str) -> None:
    """Refuses reason_missing, reason_too_long, receiver_missing."""
    if not reason.strip():
        raise Refused("reason_missing", _("Skriv hvorfor fullmakten registreres her."), fields=("reason",))
    if len(reason.strip()) > REASON_MAX_CHARS:
        over = len(reason.strip()) - REASON_MAX_CHARS
        raise Refused("reason_too_long", _("Teksten er %d tegn for lang.") % over, fields=("reason",))
    if not 0 < len(received_by.strip()) <= NAME_MAX_CHARS:
        raise Refused("receiver_missing", _("Skriv navnet på den som tok imot skjemaet."), fields=("received_by",))
