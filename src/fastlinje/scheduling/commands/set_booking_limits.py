"""The office's limits for booking."""

from datetime import datetime

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound
from fastlinje.core.rows import update
from fastlinje.practices.models import Organization
from fastlinje.practices.rules import check_may_administer

from ..office_rules import check_limit


@command
def set_booking_limits(
    *,
    actor: Actor,
    now: datetime,
    appointments_at_once: int,
    appointments_may_overlap: bool,
    offers_at_once: int,
    offer_minutes: int,
) -> None:
    """Say how much people may book, and how the waiting list goes round. Takes effect at once.

    appointments_at_once  how many bookings and requests somebody may have at a time, 1 to 20
    offers_at_once        how many are offered a time that became free, 1 to 10
    offer_minutes         how long each has to answer, 5 to 1440
    Refuses  not_administrator, not_found, limit
    Source   F-195
    """
    check_may_administer(actor)
    check_limit("appointments_at_once", appointments_at_once, 1, 20)
    check_limit("offers_at_once", offers_at_once, 1, 10)
    check_limit("offer_minutes", offer_minutes, 5, 1440)
    office = Organization.objects.select_for_update(of=("self",)).filter(pk=actor.practice_id).first()
    if office is None:
        raise NotFound
    office.appointments_at_once, office.appointments_may_overlap = appointments_at_once, appointments_may_overlap
    office.offers_at_once, office.offer_minutes = offers_at_once, offer_minutes
    update(office, "appointments_at_once", "appointments_may_overlap", "offers_at_once", "offer_minutes")
    record(actor, "booking_limits.set", now=now, entity=("Organization", office.pk), why="administration")
