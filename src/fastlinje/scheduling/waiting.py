"""The waiting list kept true when an appointment moves or ends, and who is next for a time that became free."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from fastlinje.core.clock import OSLO
from fastlinje.core.refusal import Refused
from fastlinje.core.rows import update

from .booking import check_person
from .models import Appointment, AppointmentOffer, Slot, WaitingListEntry
from .offers import end_offers, open_offers
from .states import AppointmentState, EntryState, OfferState

LEAST_NOTICE = timedelta(hours=2)
"""How long before a time it is last offered: people must get there."""
_MOST_LOOKED_AT = 50


def next_in_line(slot: Slot, how_many: int, now: datetime) -> list[WaitingListEntry]:
    """Those who are offered the time: highest priority first, then who has waited longest. Locked; others pass them over.

    It is earlier than what they have and of the same kind, on a day that suits them, with somebody who will do, and they have not
    had it or been offered it before. Whose appointment is being changed just now is passed over: waiting for that would be waiting
    in a ring, as a change takes the entry after the appointment.
    """
    seen = AppointmentOffer.objects.filter(appointment_id=OuterRef("appointment_id"), slot_id=slot.pk)
    waiting = WaitingListEntry.objects.select_for_update(of=("self", "appointment"), skip_locked=True).filter(
        ~Exists(seen),
        Q(schedule__isnull=True) | Q(schedule_id=slot.schedule_id),
        practice_id=slot.practice_id,
        appointment__service_id=slot.service_id,
        state=EntryState.WAITING,
        earliest__lte=slot.start_at.astimezone(OSLO).date(),
        start_at__gte=slot.end_at,
        appointment__status=AppointmentState.BOOKED,
        patient__active=True,
    )
    ordered = waiting.select_related("patient", "appointment").order_by("-priority", "joined_at", "id")
    fits = [entry for entry in ordered[:_MOST_LOOKED_AT] if _may_have(entry, slot) and entry.joined_at <= now]
    return fits[:how_many]


def _may_have(entry: WaitingListEntry, slot: Slot) -> bool:
    try:
        check_person(slot, entry.patient)
    except Refused:
        return False
    return True


def keep_true(appointment: Appointment, now: datetime) -> None:
    """Follow an appointment that was moved, cancelled or held: its entry ends, or waits for something earlier than the new time."""
    entries = WaitingListEntry.objects.filter(appointment_id=appointment.pk).exclude(state__in=[EntryState.DONE, EntryState.LEFT])
    for entry in entries:
        if entry.state == EntryState.OFFERED:
            end_offers(open_offers(appointment.pk), OfferState.WITHDRAWN, now)
        if appointment.status == AppointmentState.BOOKED:
            entry.start_at, entry.state = appointment.start_at, EntryState.WAITING
            update(entry, "start_at", "state")
        else:
            entry.state = EntryState.LEFT
            update(entry, "state")


def forget_old_offers(slot: Slot) -> None:
    """End what is still on offer of a slot that is free: others had it in the meantime, and now it is kept for somebody else.

    The slot is locked, as it is whenever an offer of it changes; whoever had such an offer waits for the next.
    """
    for offer in AppointmentOffer.objects.filter(slot_id=slot.pk, state=OfferState.OPEN):
        offer.state = OfferState.WITHDRAWN
        update(offer, "state")
        wait_on(offer.appointment_id)


def wait_on(appointment_id: UUID) -> None:
    """Whoever was offered a time and has not taken it waits for the next."""
    for entry in WaitingListEntry.objects.filter(appointment_id=appointment_id, state=EntryState.OFFERED):
        entry.state = EntryState.WAITING
        update(entry, "state")
