"""Looking prices up by the day they are needed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Subquery

from fastlinje.core.clock import age_on
from fastlinje.core.money import Money
from fastlinje.core.prepared import prepared

from .models import Exemption, Tariff
from .models.tariff import Status
from .rules import FREE, Price, Quote, price_unknown

E_CONSULTATION = "e_consultation"
CONSULTATION, MISSED = "consultation", "missed_appointment"


def quotes_for(*, service: str, on: date, birth_date: date, invoice_fee_ore: int) -> dict[bool, Quote]:
    """What the service costs somebody born then, by whether the doctor is a specialist in general medicine.

    invoice_fee_ore  what the office takes; nobody who is exempt pays it
    Returns  {specialist: Quote}; a kind of doctor without figures in force is left out
    """
    rows = _tariffs(service=service, on=on)
    quotes = {}
    for specialist in (False, True):
        found = {row.period: row for row in rows if row.specialist is specialist}
        if len(found) == len(Tariff.Period):
            quotes[specialist] = _quote(found, age_on(birth_date, on), invoice_fee_ore)
    return quotes


def price_for(*, service: str, on: date, specialist: bool, birth_date: date, invoice_fee_ore: int) -> Quote:
    """What one doctor's service costs one patient on that day.

    Refuses  price_unknown
    Source   rules.md 7, F-038
    """
    quote = quotes_for(service=service, on=on, birth_date=birth_date, invoice_fee_ore=invoice_fee_ore).get(specialist)
    if quote is None:
        raise price_unknown()
    return quote


@dataclass(frozen=True, slots=True)
class AppointmentCost:
    """What an appointment with a doctor costs; None where no figure is in force.

    share      the patient's own share; 0 for whoever is exempt, `exempt_below` then says below which age
    missed     what it may cost not to come, or to cancel too late; nobody is exempt from that
    certain    every figure is sourced; `checked_on` when they were last looked up
    """

    share: Money | None
    missed: Money | None
    exempt_below: int | None
    certain: bool
    checked_on: date | None


def appointment_cost(*, on: date, evening: bool, specialist: bool, birth_date: date) -> AppointmentCost:
    """What one appointment costs one patient on that day; one statement.

    evening  it is after 16:00 or at the weekend
    Source   rules.md 7.1, 7.3, F-017, F-192
    """
    rows = {(row.service, row.period): row for row in _both(services=(CONSULTATION, MISSED), on=on) if row.specialist is specialist}
    share = rows.get((CONSULTATION, Tariff.Period.EVENING if evening else Tariff.Period.DAY))
    missed = rows.get((MISSED, Tariff.Period.DAY))
    limit = share.exempt_below if share else None
    exempt = limit is not None and age_on(birth_date, on) < limit
    found = [row for row in (share, missed) if row]
    return AppointmentCost(
        share=Money(0 if exempt else share.patient_share_ore) if share else None,
        missed=Money(missed.patient_share_ore) if missed else None,
        exempt_below=limit if exempt else None,
        certain=all(row.status == Status.SOURCED for row in found),
        checked_on=min((row.checked_on for row in found), default=None),
    )


def _both(*, services: tuple[str, ...], on: date) -> QuerySet[Tariff]:
    return (
        Tariff.objects.filter(_in_force(on), service__in=services)
        .annotate(exempt_below=Subquery(_exemption(on).values("below_age")[:1]))
        .order_by("valid_from")
    )


@prepared
def _tariffs(*, service: str, on: date) -> QuerySet[Tariff]:
    return (
        Tariff.objects.filter(_in_force(on), service=service)
        .annotate(exempt_below=Subquery(_exemption(on).values("below_age")[:1]))
        .order_by("valid_from")  # where two are in force the newest counts
    )


def _in_force(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def _exemption(on: date) -> Iterable[Exemption]:
    return Exemption.objects.filter(_in_force(on)).order_by("-below_age")


def _quote(found: dict[str, Tariff], age: int, invoice_fee_ore: int) -> Quote:
    rows = [found[Tariff.Period.DAY], found[Tariff.Period.EVENING]]
    limit = rows[0].exempt_below
    exempt = limit is not None and age < limit
    price = FREE if exempt else Price(*(Money(row.patient_share_ore) for row in rows), Money(invoice_fee_ore))
    return Quote(
        price=price,
        exempt_below=limit if exempt else None,
        certain=all(row.status == Status.SOURCED for row in rows),
        sources=tuple(dict.fromkeys(row.source for row in rows)),
        checked_on=min(row.checked_on for row in rows),
    )
