"""What is done in the appointment book by the clock: reminders, and offers whose time is up."""

from datetime import datetime

import structlog
from django.db.models import Q

from fastlinje.audit import gate
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused

from .away import with_shut
from .commands.forget_preparations import forget_preparations
from .commands.lapse_offers import lapse_offers
from .commands.remind import remind
from .models import AppointmentOffer
from .reminding import BATCH, due_for_reminding
from .states import OfferState

log = structlog.get_logger("fastlinje.scheduling")


def send_reminders(*, actor: Actor, now: datetime) -> None:
    """Remind all who are due, each by a command of its own: one that fails holds up no other, and is told when all are through."""
    with gate.reading(actor, now=now):
        due = due_for_reminding(now)
    failed = []
    for appointment_id in due:
        try:
            remind(actor=actor, now=now, appointment_id=appointment_id)
        except Exception as error:  # whatever it is, the others are to be reminded
            failed.append(error)
    if failed:
        raise ExceptionGroup("reminders failed", failed)


def end_offers(*, actor: Actor, now: datetime) -> None:
    """Give back the times whose offers nobody answered, or whose clinician is away after all."""
    with gate.reading(actor, now=now):
        offers = with_shut(AppointmentOffer.objects.filter(state=OfferState.OPEN), now)
        over = offers.filter(Q(held_until__lte=now) | Q(shut=True))
        appointments = list(over.order_by("appointment_id").values_list("appointment_id", flat=True).distinct()[:BATCH])
    for appointment_id in appointments:
        try:
            lapse_offers(actor=actor, now=now, appointment_id=appointment_id)
        except Refused as refusal:  # the request was settled in between the look and the act
            log.info("offer_kept", reason=refusal.code)


def sweep_preparations(*, actor: Actor, now: datetime) -> None:
    """Forget what people answered before bookings they did not make."""
    forget_preparations(actor=actor, now=now)
