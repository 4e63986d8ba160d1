"""Somebody has another GP than before: what they have in the book of the office they have left."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor
from fastlinje.core.rows import update
from fastlinje.practices.models import Patient
from fastlinje.worklist.follow import update_task
from fastlinje.worklist.models import Turn

from ..events import AppointmentLeftBehind
from ..leaving import IN_LINE
from ..models import Appointment, AppointmentOffer, Hold, WaitingListEntry
from ..offers import end_offers
from ..progress import change, record_act
from ..slots import give_up_hold, lock_person
from ..states import AppointmentState, EndReason, EntryState, OfferState

A = AppointmentState


@command
def leave_office(*, actor: Actor, now: datetime, person_id: UUID, practice_id: UUID, left_at: str) -> None:
    """What is held, offered, asked for or waited for there goes to others. A booked time stands until the person or the office
    says otherwise: nobody loses a time they may need. The person is told once, and the office finds it in its worklist.

    Nothing happens if they are back on a list there. Run by the worker.
    left_at  as in LeftOffice
    Emits    AppointmentLeftBehind for each time and request, SlotReleased
    Source   F-081, docs/decisions/0013
    """
    lock_person(person_id)
    if Patient.objects.filter(person_id=person_id, practice_id=practice_id, active=True).exists():
        nothing_done("back on a list there")
        return
    given_up = _give_up_hold(actor, person_id, practice_id, now)
    left = _left_behind(person_id, practice_id, now)
    _end_waiting([appointment.pk for appointment in left], now)
    for appointment in left:
        _leave(appointment, actor, now)
        emit(AppointmentLeftBehind(appointment.pk, left_at))
    if not (given_up or left):
        nothing_done("nothing there")


def _give_up_hold(actor: Actor, person_id: UUID, practice_id: UUID, now: datetime) -> bool:
    held = Hold.objects.filter(author_id=person_id, practice_id=practice_id).exists()
    if held:
        give_up_hold(person_id)
        record(actor, "slot.release", now=now, person_id=person_id, practice_id=practice_id)
    return held


def _left_behind(person_id: UUID, practice_id: UUID, now: datetime) -> list[Appointment]:
    """Requests, and times that are still to come; locked in the one order of locks."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("service", "practice", "schedule__role__practitioner")
    open_now = Q(status__in=(A.PROPOSED, A.PENDING)) | Q(status=A.BOOKED, start_at__gt=now)
    return list(rows.filter(open_now, person_id=person_id, practice_id=practice_id).order_by("pk"))


def _end_waiting(appointment_ids: list[UUID], now: datetime) -> None:
    offers = AppointmentOffer.objects.filter(appointment_id__in=appointment_ids, state=OfferState.OPEN)
    end_offers(offers.order_by("slot_id"), OfferState.WITHDRAWN, now)
    for entry in WaitingListEntry.objects.filter(appointment_id__in=appointment_ids, state__in=IN_LINE):
        entry.state = EntryState.LEFT
        update(entry, "state")


def _leave(appointment: Appointment, actor: Actor, now: datetime) -> None:
    if appointment.status == A.BOOKED:
        update_task(appointment.pk, turn=Turn.OFFICE, unread_by_person=True, updated_at=now)
        record_act(actor, "appointment.leave_behind", appointment, now=now)
        return
    appointment.end_reason, appointment.end_text = EndReason.GP_CHANGED, ""
    change(appointment, A.CANCELLED, actor, now, "end_reason", "end_text", reason=EndReason.GP_CHANGED, unread_by_office=False)
    record_act(actor, "appointment.end_request", appointment, now=now)
