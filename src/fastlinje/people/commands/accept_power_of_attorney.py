"""Saying yes to a power of attorney one is offered."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound, Refused

from ..events import PowerOfAttorneyChanged
from ..power_rules import check_own_matters
from ..powers import offers_for

SENTENCES = {
    "own_address_protected": _("Du har adressesperre, og kan derfor ikke handle for andre her."),
    "holder_too_young": _("Du må ha fylt 18 år for å handle for andre."),
    "not_available": _("Denne fullmakten kan ikke tas imot nå. Snakk med den som ga den."),
}


@command
def accept_power_of_attorney(*, actor: Actor, now: datetime, power_id: UUID) -> None:
    """Take on a power of attorney; from its first day the actor may act for whoever gave it.

    Refuses  own_matters_only, not_found (also for an offer to somebody else, or one that is over), own_address_protected,
             holder_too_young, not_available
    Emits    PowerOfAttorneyChanged
    Source   F-109, F-113, rules.md 1.5 and 1.7
    """
    check_own_matters(actor)
    if power_id not in {offer.id for offer in offers_for(actor, now=now)}:
        raise NotFound
    with connection.cursor() as cursor:
        cursor.execute("select outcome, giver from gate.accept_power(%s, %s, %s)", [power_id, new_id(), now])
        outcome, giver_id = cursor.fetchone()
    if outcome != "ok":
        raise Refused(outcome, str(SENTENCES[outcome])) if outcome in SENTENCES else NotFound
    record(actor, "power.accept", now=now, entity=("PowerOfAttorney", power_id), why="self")
    record(actor, "power.accept", now=now, person_id=giver_id, entity=("PowerOfAttorney", power_id))
    emit(PowerOfAttorneyChanged(power_id, "accepted"))
