"""The office answers a request with several times to choose from."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused
from fastlinje.core.rows import insert
from fastlinje.practices.reach import reach_of

from ..desk_rules import check_can_call, check_can_choose, check_can_give
from ..events import TimesOffered
from ..models import Appointment, AppointmentOffer, Slot
from ..progress import change, record_act
from ..requests import end_all_offers, lock_for_answer, lock_request
from ..slots import keep_for_offer, lock_slot
from ..states import AppointmentState, OfferState
from ..waiting import forget_old_offers

MOST_TIMES = 5
KEPT = timedelta(hours=48)
LEAST_NOTICE = timedelta(hours=1)


@command
def offer_times(*, actor: Actor, now: datetime, appointment_id: UUID, slot_ids: Collection[UUID]) -> None:
    """Keep up to five times for somebody who asked, for two days or until an hour before the first of them. They choose one or
    none. Times offered before are given back.

    Refuses  not_found, not_waiting, not_digital, how_many, in_the_past, slot_gone, slot_taken, slot_held, slot_closed,
             phone_missing
    Emits    TimesOffered
    Source   F-015, F-184
    """
    if not 1 <= len(set(slot_ids)) <= MOST_TIMES:
        raise Refused("how_many", _("Velg mellom én og %d tider.") % MOST_TIMES, fields=("slots",))
    request = lock_request(appointment_id)
    reach = reach_of(actor, [request.patient_id], now=now)[request.patient_id]
    check_can_choose(reach, by_office=request.author_id is None)
    lock_for_answer(request, slot_ids)
    end_all_offers(request.pk, OfferState.WITHDRAWN, now)
    slots = [lock_slot(slot_id) for slot_id in sorted(set(slot_ids))]
    for slot in slots:
        check_can_give(slot, now)
        check_can_call(slot.service.modality, request.phone)
    held_until = kept_until(slots, now)
    for slot in slots:
        forget_old_offers(slot)
        keep_for_offer(slot, held_until)
        insert(_offer(request, slot, held_until, now))
    change(request, AppointmentState.PENDING, actor, now, due_at=held_until)
    record_act(actor, "appointment.offer", request, now=now)
    emit(TimesOffered(request.pk, held_until.isoformat()))


def kept_until(slots: Collection[Slot], now: datetime) -> datetime:
    """Until when offered times are kept; never so long that the first of them is lost to everybody."""
    return max(min(now + KEPT, min(slot.start_at for slot in slots) - LEAST_NOTICE), now + timedelta(minutes=5))


def _offer(request: Appointment, slot: Slot, held_until: datetime, now: datetime) -> AppointmentOffer:
    return AppointmentOffer(
        id=new_id(),
        practice_id=request.practice_id,
        person_id=request.person_id,
        appointment=request,
        slot=slot,
        offered_at=now,
        held_until=held_until,
    )
