"""The office says no to a request, and why."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused
from fastlinje.questionnaires.engine.text import plain

from ..desk_rules import check_end_text
from ..events import RequestDeclined
from ..progress import change, record_act
from ..requests import end_all_offers, lock_request
from ..states import DECLINING, AppointmentState, OfferState


@command
def decline_request(*, actor: Actor, now: datetime, appointment_id: UUID, reason: str, text: str = "") -> None:
    """Say no to somebody who asked for a time. The notice is neutral; the reason is read after logging in.

    reason   an EndReason of states.DECLINING
    text     what the office adds, at most 300 characters; needed when the reason is «annen grunn»
    Refuses  not_found, not_waiting, reason_missing, text_missing, text_too_long
    Emits    RequestDeclined
    Source   F-022
    """
    if reason not in DECLINING:
        raise Refused("reason_missing", _("Velg en grunn."), fields=("reason",))
    said = plain(text)
    check_end_text(said)
    if reason == DECLINING[-1] and not said:
        raise Refused("text_missing", _("Skriv hvorfor, så pasienten vet hva de kan gjøre."), fields=("text",))
    request = lock_request(appointment_id)
    end_all_offers(request.pk, OfferState.WITHDRAWN, now)
    request.end_reason, request.end_text = reason, said
    change(request, AppointmentState.CANCELLED, actor, now, "end_reason", "end_text", reason=reason)
    record_act(actor, "appointment.decline", request, now=now)
    emit(RequestDeclined(request.pk))
