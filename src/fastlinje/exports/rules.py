"""Who may have a copy of what, how often, and how long it lies ready. Pure."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.core.actor import Actor, Scope
from fastlinje.core.refusal import NotFound, Refused

VALID = timedelta(hours=24)
SOON = timedelta(minutes=10)
"""A copy that is not ready by then takes longer than it should, and the page says so."""
MOST_A_DAY = 5
ROW_KEPT = timedelta(days=30)


def whom(actor: Actor) -> tuple[UUID, ...]:
    """Those the actor may have a copy about: themselves, and the children and wards they decide for and may read (F-110)."""
    others = (each for each in actor.represents if Scope.CONSENT in each.scopes and each.may_be_read(actor.consent_for_others))
    return (actor.person_id, *dict.fromkeys(other.person_id for other in others))


def check_whom(actor: Actor, person_id: UUID) -> None:
    """Refuses not_found."""
    if person_id not in whom(actor):
        raise NotFound


def check_room(made_today: int) -> None:
    """Refuses too_many_exports."""
    if made_today >= MOST_A_DAY:
        raise Refused("too_many_exports", _("Du har bestilt mange kopier det siste døgnet. Vent til i morgen."))


def check_fetchable(*, is_ready: bool, was_fetched: bool, expires_at: datetime | None, now: datetime) -> None:
    """Refuses export_fetched, export_expired, export_not_ready."""
    if was_fetched:
        raise Refused("export_fetched", _("Kopien er allerede lastet ned. Lenken virker bare én gang. Bestill en ny."))
    if expires_at is not None and expires_at <= now:
        raise Refused("export_expired", _("Kopien er slettet, fordi den var et døgn gammel. Bestill en ny."))
    if not is_ready:
        raise Refused("export_not_ready", _("Kopien er ikke klar."))


def outdated() -> Refused:
    """What it tells is not the actor's to read any longer, or the consent was withdrawn since."""
    return Refused("export_outdated", _("Kopien er slettet, fordi noe er endret siden du bestilte den. Bestill en ny."))
