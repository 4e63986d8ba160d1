"""Looking prices up by the day they are needed."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet, Subquery

from fastlinje.core.clock import age_on
from fastlinje.core.money import Money
from fastlinje.core.prepared import prepared

from .models import Exemption, Tariff
from .models.tariff import Status
from .rules import FREE, Price, Quote, price_unknown

E_CONSULTATION = "e_consultation"


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
