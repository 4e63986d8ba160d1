"""A time that became free is offered to whoever waits for one."""

from datetime import datetime, timedelta
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused
from fastlinje.core.rows import insert, update
from fastlinje.worklist.follow import update_task

from ..away import is_shut
from ..booking import check_open
from ..events import EarlierTimeOffered
from ..models import AppointmentOffer, Slot, WaitingListEntry
from ..rules import check_free
from ..slots import close, keep_for_offer, lock_slot_if_there
from ..states import EntryState, SlotStatus
from ..waiting import LEAST_NOTICE, forget_old_offers, next_in_line


@command
def offer_next(*, actor: Actor, now: datetime, slot_id: UUID) -> None:
    """Keep a free time for the next on the waiting list, for as long as the office has said, or for several when it has said so.

    Nobody there, or the time is taken, held, too near or not for people to book: nothing happens. One that was given back on a day
    nobody works is closed.
    Emits    EarlierTimeOffered, one for each
    Source   F-195, beyond.md 5
    """
    slot = lock_slot_if_there(slot_id)
    if slot is not None and slot.status == SlotStatus.FREE and is_shut(slot, now):
        close(slot)
        record(actor, "slot.close", now=now, practice_id=slot.practice_id, entity=("Slot", slot.pk))
        return
    if slot is None or not _can_be_offered(slot, now):
        nothing_done("not to be offered")
        return
    entries = next_in_line(slot, slot.practice.offers_at_once, now)
    if not entries:
        nothing_done("nobody waits")
        return
    until = now + timedelta(minutes=slot.practice.offer_minutes)
    held_until = min(until, slot.start_at - timedelta(hours=1), slot.bookable_until)
    forget_old_offers(slot)
    keep_for_offer(slot, held_until)
    for entry in entries:
        _offer(actor, entry, slot, held_until, now)


def _can_be_offered(slot: Slot, now: datetime) -> bool:
    try:
        check_free(slot, held_by_me=False, now=now)
        check_open(slot, now)
    except Refused:
        return False
    return now + LEAST_NOTICE <= slot.start_at


def _offer(actor: Actor, entry: WaitingListEntry, slot: Slot, held_until: datetime, now: datetime) -> None:
    offer = AppointmentOffer(
        id=new_id(),
        practice_id=entry.practice_id,
        person_id=entry.person_id,
        appointment_id=entry.appointment_id,
        slot=slot,
        earlier=True,
        offered_at=now,
        held_until=held_until,
    )
    insert(offer)
    entry.state = EntryState.OFFERED
    update(entry, "state")
    update_task(entry.appointment_id, unread_by_person=True, updated_at=now)
    about = {"person_id": entry.person_id, "practice_id": entry.practice_id, "entity": ("Appointment", entry.appointment_id)}
    record(actor, "waiting_list.offer", now=now, **about)
    emit(EarlierTimeOffered(offer.pk))
