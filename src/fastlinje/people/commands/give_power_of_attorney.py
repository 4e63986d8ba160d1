"""Letting somebody else do things for one."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused

from ..consent import lock_self
from ..events import PowerOfAttorneyChanged
from ..models import Person, PowerOfAttorney
from ..power_rules import MOST_OFFERS, OFFER_WAITS, check_giver, check_holder, check_own_matters, check_period, check_scopes


@command
def give_power_of_attorney(
    *,
    actor: Actor,
    now: datetime,
    holder_national_id: str,
    holder_name: str,
    scopes: Collection[str],
    start_date: date | None = None,
    end_date: date | None = None,
) -> UUID:
    """Offer somebody a power of attorney. It comes into force when they log in and say yes, within 30 days.

    Whether anybody with that number is known here makes no difference to what happens, so the giver learns nothing of it.
    holder_name  first and last name; must agree with the holder's own, or they never see the offer
    scopes       of people.power_rules.GIVABLE
    start_date   today when left out
    end_date     the last day, whole; open-ended when left out
    Refuses      own_matters_only, giver_too_young, own_address_protected, national_id_invalid, name_missing, holder_too_young,
                 holder_is_self, scopes_missing, start_past, start_too_late, dates_reversed, power_exists, too_many_offers
    Emits        PowerOfAttorneyChanged
    Source       F-109, rules.md 1.5
    """
    check_own_matters(actor)
    me, today = lock_self(actor), oslo_date(now)
    start = start_date or today
    check_giver(me.birth_date, me.address_protection, today)
    check_holder(holder_national_id, holder_name, today, accept_synthetic=settings.ENVIRONMENT.accept_test_people)
    check_scopes(scopes)
    check_period(start, end_date, today)
    check_is_another(me, holder_national_id)
    _check_room(me, now)
    _clear_expired(me, holder_national_id, now)
    power = PowerOfAttorney(
        id=new_id(),
        giver=me,
        giver_name=me.name,
        holder_index=settings.INDEX_RING.digest(holder_national_id),
        holder_name=" ".join(holder_name.split()),
        scopes=sorted(scopes),
        start_date=start,
        end_date=end_date,
        given_at=now,
    )
    try:
        with transaction.atomic():
            power.save(force_insert=True)
    except IntegrityError:
        sentence = _("Du har allerede gitt denne personen en fullmakt. Endre den i stedet.")
        raise Refused("power_exists", sentence, fields=("holder_national_id",)) from None
    record(actor, "power.give", now=now, entity=("PowerOfAttorney", power.pk), why="self")
    emit(PowerOfAttorneyChanged(power.pk, "given"))
    return power.pk


def check_is_another(me: Person, national_id: str) -> None:
    """Refuses holder_is_self."""
    own = {bytes(index) for index in (me.national_id_index, me.next_national_id_index) if index}
    if own & set(settings.INDEX_RING.digests(national_id)):
        raise Refused("holder_is_self", _("Dette er ditt eget fødselsnummer."), fields=("holder_national_id",))


def _check_room(me: Person, now: datetime) -> None:
    if PowerOfAttorney.objects.filter(giver=me, given_at__gt=now - OFFER_WAITS).count() >= MOST_OFFERS:
        raise Refused("too_many_offers", _("Du har gitt mange fullmakter den siste måneden. Vent litt før du gir flere."))


def _clear_expired(me: Person, national_id: str, now: datetime) -> None:
    """An offer nobody answered makes room for a new one."""
    waiting = PowerOfAttorney.objects.filter(giver=me, holder_index__in=settings.INDEX_RING.digests(national_id))
    waiting.filter(ended_at__isnull=True, accepted_at__isnull=True, given_at__lte=now - OFFER_WAITS).update(
        ended_at=now, ended_by=PowerOfAttorney.EndedBy.EXPIRY
    )
