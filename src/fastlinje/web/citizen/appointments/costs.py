"""What an appointment with a doctor costs, in sentences (F-017, F-038)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from fastlinje.core.clock import OSLO
from fastlinje.tariffs.queries import AppointmentCost, appointment_cost

from .. import words
from .words import until_when

EVENING_FROM, SATURDAY = 16, 5


def cost_of(start_at: datetime, *, is_specialist: bool | None, birth_date: date) -> AppointmentCost | None:
    """The price of a time with a doctor; None for what we have no prices of. One statement.

    is_specialist  None when it is no consultation with a doctor
    """
    if is_specialist is None:
        return None
    local = start_at.astimezone(OSLO)
    evening = local.hour >= EVENING_FROM or local.weekday() >= SATURDAY
    return appointment_cost(on=local.date(), evening=evening, specialist=is_specialist, birth_date=birth_date)


def price(cost: AppointmentCost | None) -> tuple[str, ...]:
    """What to pay for coming, and how sure that is; nothing where we don't know."""
    if cost is None or cost.share is None:
        return ()
    if cost.exempt_below:
        share = _("Ingen under %d år betaler egenandel.") % cost.exempt_below
    else:
        share = _("Egenandelen er %s. Har du frikort, betaler du ikke den. Prøver og utstyr kan komme i tillegg.") % cost.share
    return (share, *_doubt(cost))


def terms(cancel_by: datetime, cost: AppointmentCost | None, now: datetime) -> tuple[str, ...]:
    """Until when, to the minute, one can cancel for nothing, and what it may cost after that (F-017)."""
    if now > cancel_by:
        return (_("Fristen for å avbestille uten gebyr er allerede ute."), fee_now(cost))
    return (_("Avbestill senest %s. Da koster det ingenting.") % until_when(cancel_by, now), _late_fee(cost))


def _late_fee(cost: AppointmentCost | None) -> str:
    """What may have to be paid for cancelling too late, or for not coming."""
    if cost is None or cost.missed is None:
        return _("Avbestiller du senere, eller ikke møter, kan legekontoret kreve gebyr. Det gjelder også deg med frikort.")
    return (
        _("Avbestiller du senere, eller ikke møter, kan legekontoret kreve gebyr, vanligvis %s. Det gjelder også deg med frikort.")
        % cost.missed
    )


def fee_now(cost: AppointmentCost | None) -> str:
    """The same once the deadline is over."""
    if cost is None or cost.missed is None:
        return _("Avbestiller du nå, eller ikke møter, kan legekontoret kreve gebyr. Det gjelder også deg med frikort.")
    return (
        _("Avbestiller du nå, eller ikke møter, kan legekontoret kreve gebyr, vanligvis %s. Det gjelder også deg med frikort.")
        % cost.missed
    )


def _doubt(cost: AppointmentCost) -> tuple[str, ...]:
    if cost.certain:
        return ()
    return (_("Prisene er usikre: de er sist kontrollert %s.") % words.full_date(cost.checked_on),)
