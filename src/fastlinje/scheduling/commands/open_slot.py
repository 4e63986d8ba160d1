"""The office closes single times, opens them again, and adds new ones."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.core.rows import insert

from ..desk_rules import check_can_give
from ..models import AppointmentService, Schedule, Slot
from ..slots import close, lock_slot, release
from ..states import SlotStatus


@command
def close_slot(*, actor: Actor, now: datetime, slot_id: UUID) -> None:
    """Take a free time away from people and office, so that nobody books it.

    Refuses  slot_gone, in_the_past, slot_taken, slot_held, slot_closed
    Source   F-131
    """
    slot = lock_slot(slot_id)
    check_can_give(slot, now)
    close(slot)
    _note(actor, "slot.close", slot, now)


@command
def open_slot(*, actor: Actor, now: datetime, slot_id: UUID) -> None:
    """Make a closed time free again.

    Refuses  slot_gone, in_the_past, not_closed
    Emits    SlotReleased
    Source   F-131
    """
    slot = lock_slot(slot_id)
    if slot.start_at <= now:
        raise Refused("in_the_past", _("Denne tiden har vært. Velg en annen."))
    if slot.status != SlotStatus.UNAVAILABLE:
        raise Refused("not_closed", _("Denne tiden er ikke stengt."))
    release(slot, now)
    _note(actor, "slot.open", slot, now)


@command
def add_slot(*, actor: Actor, now: datetime, schedule_id: UUID, service_id: UUID, start_at: datetime, online: bool = False) -> UUID:
    """Add one time to a schedule outside its weekly template, as long as its service says.

    online   people may book it themselves, from now
    Returns  the slot's id
    Refuses  not_found, in_the_past, times_overlap
    Source   F-131
    """
    schedule = Schedule.objects.filter(pk=schedule_id, practice_id=actor.practice_id, active=True).first()
    service = AppointmentService.objects.filter(pk=service_id, practice_id=actor.practice_id, active=True).first()
    if schedule is None or service is None:
        raise NotFound
    if start_at <= now:
        raise Refused("in_the_past", _("Denne tiden har vært. Velg en annen."), fields=("time",))
    slot = Slot(
        id=new_id(),
        practice_id=actor.practice_id,
        schedule=schedule,
        service=service,
        start_at=start_at,
        end_at=start_at + timedelta(minutes=service.minutes),
        online=online,
        bookable_from=now,
        bookable_until=start_at - timedelta(minutes=service.closes_minutes_before),
    )
    try:
        insert(slot)
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != "slots_do_not_overlap":
            raise
        raise Refused(
            "times_overlap", _("Det er allerede en tid her som overlapper. Velg et annet klokkeslett."), fields=("time",)
        ) from error
    _note(actor, "slot.add", slot, now)
    return slot.pk


def _note(actor: Actor, action: str, slot: Slot, now: datetime) -> None:
    record(actor, action, now=now, practice_id=slot.practice_id, entity=("Slot", slot.pk))
