"""Who is to be reminded now."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from .models import Appointment
from .rules import REMIND_BEFORE, call_up_at, remind_at
from .states import AppointmentState, Modality

LAST_MOMENT = timedelta(minutes=30)
"""Later than that before the time nobody is reminded."""
BATCH = 500
_DAY = timedelta(hours=25)
_READY = (Modality.PHONE, Modality.VIDEO)


def due_for_reminding(now: datetime) -> list[UUID]:
    """Appointments that may be due, soonest first; the command decides."""
    first = Q(reminded_at__isnull=True, start_at__lte=now + REMIND_BEFORE)
    on_the_day = Q(called_up_at__isnull=True, modality__in=_READY, start_at__lte=now + _DAY)
    coming = Appointment.objects.filter(first | on_the_day, status=AppointmentState.BOOKED, start_at__gt=now + LAST_MOMENT)
    found = coming.order_by("start_at").only("status", "start_at", "modality", "placed_at", "reminded_at", "called_up_at")
    return [each.pk for each in found if is_due(each, now) or is_due_on_the_day(each, now)][:BATCH]


def is_due(appointment: Appointment, now: datetime) -> bool:
    """Two days before, unless they got the time after that: then they have just been told."""
    return _is_coming(appointment, now) and appointment.reminded_at is None and _passed(appointment, remind_at, now)


def is_due_on_the_day(appointment: Appointment, now: datetime) -> bool:
    """In the morning, for those who are to sit ready by phone or screen."""
    ready = appointment.modality in _READY and appointment.called_up_at is None
    return ready and _is_coming(appointment, now) and _passed(appointment, call_up_at, now)


def _is_coming(appointment: Appointment, now: datetime) -> bool:
    return appointment.status == AppointmentState.BOOKED and appointment.start_at > now + LAST_MOMENT


def _passed(appointment: Appointment, moment_of, now: datetime) -> bool:
    moment = moment_of(appointment.start_at)
    return appointment.placed_at <= moment <= now
