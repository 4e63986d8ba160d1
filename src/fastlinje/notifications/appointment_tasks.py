"""Telling people about their times: one notice for each change, and nothing of what it is about."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from fastlinje.audit import gate
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import IdempotencyKey
from fastlinje.scheduling.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentLeftBehind,
    AppointmentMoved,
    AppointmentRequested,
    EarlierTimeOffered,
    ReminderDue,
    RequestDeclined,
    TimesOffered,
)
from fastlinje.scheduling.models import Appointment, AppointmentOffer
from fastlinje.scheduling.states import AppointmentState, Modality, OfferState
from fastlinje.scheduling.who_is_told import who_is_told

from .commands.make_notice import make_notice
from .queries import waiting_notice_of_cancelled
from .recipients import may_be_told
from .rules import settled_at
from .templates import OFFICE, UNTIL, WHEN

_SOON = timedelta(hours=14)
"""What concerns a time as near as that is told at night too."""
_BOOKED = {Modality.PHONE: "appointment_phone", Modality.VIDEO: "appointment_video"}
_MOVED = {Modality.PHONE: "appointment_moved_phone", Modality.VIDEO: "appointment_moved_video"}
_SAME_DAY = {Modality.PHONE: "reminder_phone", Modality.VIDEO: "reminder_video"}


def tell_booked(event: AppointmentBooked, *, actor: Actor, now: datetime) -> None:
    """A time is agreed. When it was cancelled or moved meanwhile, that is told instead.

    Where the office has just cancelled another of theirs, and nobody is told of that yet, the two are told as one move.
    """
    appointment = _appointment(event.appointment_id, actor, now)
    if _is_coming(appointment, now):
        template = _BOOKED.get(appointment.modality, "appointment_booked")
        _tell(
            appointment,
            template,
            f"AppointmentBooked:{appointment.pk}",
            actor,
            now,
            at_once=not event.by_office,
            when=True,
            may_be_move=event.by_office,
        )


def tell_moved(event: AppointmentMoved, *, actor: Actor, now: datetime) -> None:
    """There is another time: one notice, never a cancellation and a new one (F-185). Several moves at once are the last."""
    appointment = _appointment(event.appointment_id, actor, now)
    if _is_coming(appointment, now):
        key = f"AppointmentMoved:{appointment.pk}:{appointment.placed_at.isoformat()}"
        _tell(appointment, _moved(appointment), key, actor, now, at_once=not event.by_office, when=True)


def tell_cancelled(event: AppointmentCancelled, *, actor: Actor, now: datetime) -> None:
    """The office has called it off. Who cancelled themselves knows. It waits a little, in case another time follows."""
    appointment = _appointment(event.appointment_id, actor, now)
    if event.by_office and appointment.start_at > now:
        key = f"AppointmentCancelled:{appointment.pk}"
        _tell(appointment, "appointment_cancelled", key, actor, now, when=True, not_before=settled_at(appointment.start_at, now))


def tell_requested(event: AppointmentRequested, *, actor: Actor, now: datetime) -> None:
    """The request has arrived."""
    appointment = _appointment(event.appointment_id, actor, now)
    if appointment.status == AppointmentState.PROPOSED:
        _tell(appointment, "request_received", f"AppointmentRequested:{appointment.pk}", actor, now)


def tell_declined(event: RequestDeclined, *, actor: Actor, now: datetime) -> None:
    """The office says no; why, one reads after logging in (F-022)."""
    appointment = _appointment(event.appointment_id, actor, now)
    _tell(appointment, "request_declined", f"RequestDeclined:{appointment.pk}", actor, now)


def tell_offered(event: TimesOffered, *, actor: Actor, now: datetime) -> None:
    """There are times to choose from, until then."""
    appointment = _appointment(event.appointment_id, actor, now)
    if appointment.status == AppointmentState.PENDING:
        key = f"TimesOffered:{appointment.pk}:{event.held_until}"
        _tell(appointment, "times_offered", key, actor, now, until=datetime.fromisoformat(event.held_until))


def tell_earlier(event: EarlierTimeOffered, *, actor: Actor, now: datetime) -> None:
    """An earlier time is kept for somebody on the waiting list."""
    with gate.reading(actor, now=now):
        offer = AppointmentOffer.objects.get(pk=event.offer_id)
    if offer.state == OfferState.OPEN and offer.held_until > now:
        appointment = _appointment(offer.appointment_id, actor, now)
        _tell(appointment, "earlier_offered", f"EarlierTimeOffered:{offer.pk}", actor, now, until=offer.held_until)


def tell_left_behind(event: AppointmentLeftBehind, *, actor: Actor, now: datetime) -> None:
    """Somebody has another GP: one notice to each, however many times and requests they had at the old office (F-081)."""
    appointment = _appointment(event.appointment_id, actor, now)
    _tell(appointment, "left_office", f"AppointmentLeftBehind:{appointment.practice_id}:{event.left_at}", actor, now)


def remind(event: ReminderDue, *, actor: Actor, now: datetime) -> None:
    """Two days before, with until when it can be cancelled; or on the day, for a call or a video appointment."""
    appointment = _appointment(event.appointment_id, actor, now)
    if not _is_coming(appointment, now):
        return
    key = f"ReminderDue:{event.same_day}:{appointment.pk}:{appointment.start_at.isoformat()}"
    if event.same_day:
        _tell(appointment, _SAME_DAY[Modality(appointment.modality)], key, actor, now, when=True)
    elif appointment.cancel_by > now:
        _tell(appointment, "reminder", key, actor, now, when=True, until=appointment.cancel_by)
    else:
        _tell(appointment, "reminder_late", key, actor, now, when=True)


def _appointment(appointment_id: UUID, actor: Actor, now: datetime) -> Appointment:
    with gate.reading(actor, now=now):
        return Appointment.objects.select_related("practice", "patient", "service").get(pk=appointment_id)


def _moved(appointment: Appointment) -> str:
    return _MOVED.get(appointment.modality, "appointment_moved")


def _is_coming(appointment: Appointment, now: datetime) -> bool:
    return appointment.status == AppointmentState.BOOKED and appointment.start_at > now


def _tell(
    appointment: Appointment,
    template: str,
    event_key: str,
    actor: Actor,
    now: datetime,
    *,
    at_once: bool = False,
    when: bool = False,
    until: datetime | None = None,
    not_before: datetime | None = None,
    may_be_move: bool = False,
) -> None:
    """One notice to each who is told; run again it is the same notice."""
    values = {OFFICE: appointment.practice.short_name}
    if when:
        values[WHEN] = appointment.start_at.isoformat()
    if until:
        values[UNTIL] = until.isoformat()
    soon = appointment.start_at is not None and appointment.start_at - now < _SOON
    with gate.reading(actor, now=now):
        told = [person for person in who_is_told(appointment, now) if may_be_told(person, appointment.pk, now=now)]
        cancelled = {person: waiting_notice_of_cancelled(person, appointment) for person in told if may_be_move}
    for person_id in told:
        instead_of = cancelled.get(person_id)
        make_notice(
            actor=actor,
            now=now,
            key=IdempotencyKey(str(uuid5(person_id, event_key))),
            person_id=person_id,
            practice_id=appointment.practice_id,
            template=_moved(appointment) if instead_of else template,
            values=values,
            event_key=event_key,
            focus_id=appointment.pk,
            at_once=at_once or soon,
            not_before=not_before,
            instead_of=instead_of,
        )
