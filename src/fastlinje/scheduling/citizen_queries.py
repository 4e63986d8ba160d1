"""What a person reads of their own appointments and requests. Opening one is recorded, and marks it as read."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound
from fastlinje.questionnaires.engine.narrative import AnsweredSection
from fastlinje.questionnaires.queries import answers_in
from fastlinje.worklist.models import Task

from .models import Appointment, AppointmentOffer, AppointmentStatus, Hold, WaitingListEntry
from .slots import clinician_of
from .states import AppointmentState, EntryState, Modality, OfferState

PAGE = 20
WAITS = (AppointmentState.PROPOSED, AppointmentState.PENDING)


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    """One appointment or request in a list; without what it is about. `start_at` is None for a request."""

    id: UUID
    status: AppointmentState
    service: str
    modality: Modality
    clinician: str
    office: str
    start_at: datetime | None
    end_at: datetime | None
    cancelled_late: bool
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One step of the history."""

    status: AppointmentState
    at: datetime
    start_at: datetime | None
    by: str
    by_office: bool
    reason: str


@dataclass(frozen=True, slots=True)
class OfferedTime:
    """A time kept for the person until `held_until`."""

    offer_id: UUID
    slot_id: UUID
    start_at: datetime
    end_at: datetime
    clinician: str
    service: str
    held_until: datetime
    earlier: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """Where the person stands on the waiting list."""

    entry_id: UUID
    state: EntryState
    earliest: Any
    any_clinician: bool


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """Everything about one appointment or request.

    line         as in lists
    preferences  of a request, see models.Appointment
    offers       times that can be accepted now, in order
    """

    line: AppointmentLine
    person_id: UUID
    person_name: str
    practice_id: UUID
    service_id: UUID
    service_kind: str
    service_info: str
    schedule_id: UUID | None
    office_phone: str
    office_address: str
    reason: str
    phone: str
    preferences: dict[str, Any]
    cancel_by: datetime | None
    end_reason: str
    end_text: str
    shielded: bool
    history: tuple[StatusLine, ...]
    offers: tuple[OfferedTime, ...]
    waiting: Waiting | None
    form_title: str
    answered: tuple[AnsweredSection, ...]


@dataclass(frozen=True, slots=True)
class Appointments:
    """What a person has: requests and coming times in order, and one page of what has been, newest first."""

    requests: tuple[AppointmentLine, ...]
    coming: tuple[AppointmentLine, ...]
    past: tuple[AppointmentLine, ...]
    next_place: "PastPlace | None"


@dataclass(frozen=True, slots=True)
class PastPlace:
    """Where a page of past appointments ended."""

    start_at: datetime
    appointment_id: UUID

    def __str__(self) -> str:
        return f"{self.start_at.isoformat()}_{self.appointment_id.hex}"

    @classmethod
    def parse(cls, text: str) -> "PastPlace | None":
        """The place an address carried; None for anything else, which shows the first page (AD-50)."""
        moment, _separator, row = text.partition("_")
        try:
            return cls(datetime.fromisoformat(moment).astimezone(UTC), UUID(hex=row))
        except (ValueError, OverflowError):
            return None


def appointments_for(actor: Actor, *, after: PastPlace | None = None, now: datetime) -> Appointments:
    """The appointments and requests of whom the actor acts for; two statements, recorded as one event."""
    mine = _with_names(Appointment.objects.filter(person_id=actor.subject_id))
    record(actor, "appointments.read", now=now, person_id=actor.subject_id, why="self")
    coming = Q(status__in=[AppointmentState.BOOKED, AppointmentState.ARRIVED], end_at__gt=now)
    ahead = [_line(each) for each in mine.filter(coming | Q(status__in=WAITS)).order_by("start_at", "id")]
    past = mine.exclude(coming).filter(start_at__isnull=False)
    if after:
        past = past.filter(Q(start_at__lt=after.start_at) | Q(pk__lt=after.appointment_id), start_at__lte=after.start_at)
    behind = [_line(each) for each in past.order_by("-start_at", "-id")[: PAGE + 1]]
    return Appointments(
        requests=tuple(line for line in ahead if line.status.is_request),
        coming=tuple(line for line in ahead if not line.status.is_request),
        past=tuple(behind[:PAGE]),
        next_place=PastPlace(behind[PAGE - 1].start_at, behind[PAGE - 1].id) if len(behind) > PAGE else None,
    )


def next_appointment_for(actor: Actor, *, now: datetime) -> AppointmentLine | None:
    """The next coming time of whom the actor acts for, for the front page."""
    mine = Appointment.objects.filter(person_id=actor.subject_id, status=AppointmentState.BOOKED, end_at__gt=now)
    found = _with_names(mine).order_by("start_at").first()
    return _line(found) if found else None


def appointment_for(actor: Actor, appointment_id: UUID, *, now: datetime) -> AppointmentView:
    """One appointment or request; recorded as read. Foreign and missing ones raise NotFound alike (AD-07).

    Four statements, two of them for the log and the read marker.
    """
    found = _full().filter(pk=appointment_id).first()
    if found is None:
        raise NotFound
    Task.objects.filter(focus_id=found.pk, unread_by_person=True).update(unread_by_person=False)
    record(
        actor,
        "appointment.read",
        now=now,
        person_id=found.person_id,
        practice_id=found.practice_id,
        entity=("Appointment", found.pk),
        why="self",
    )
    return _view(found, now)


@dataclass(frozen=True, slots=True)
class Held:
    """The time the actor holds, about to be booked."""

    slot_id: UUID
    held_until: datetime
    start_at: datetime
    end_at: datetime
    service_id: UUID
    service: str
    service_kind: str
    modality: Modality
    minutes: int
    cancel_hours_before: int
    clinician: str
    info: str


def held_for(actor: Actor, *, now: datetime) -> Held | None:
    """What the actor holds now; None when there is nothing or the time is up."""
    holds = Hold.objects.filter(author_id=actor.person_id, held_until__gt=now)
    hold = holds.select_related("slot__service", "slot__schedule__role__practitioner").first()
    if hold is None:
        return None
    slot = hold.slot
    return Held(
        slot_id=slot.pk,
        held_until=hold.held_until,
        start_at=slot.start_at,
        end_at=slot.end_at,
        service_id=slot.service_id,
        service=slot.service.name,
        service_kind=slot.service.kind,
        modality=Modality(slot.service.modality),
        minutes=slot.service.minutes,
        cancel_hours_before=slot.service.cancel_hours_before,
        clinician=clinician_of(slot.schedule),
        info=slot.service.info,
    )


def _with_names(appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
    return appointments.select_related("service", "practice", "schedule__role__practitioner").defer(
        "reason", "phone", "preferences", "end_text"
    )


def _full() -> QuerySet[Appointment]:
    history = AppointmentStatus.objects.filter(appointment_id=OuterRef("pk")).order_by("id")
    steps = JSONObject(status="status", at="entered_at", start_at="start_at", by="by_name", by_office="by_office", reason="reason")
    offers = AppointmentOffer.objects.filter(appointment_id=OuterRef("pk"), state=OfferState.OPEN).order_by("slot__start_at")
    times = JSONObject(
        offer_id="id", slot_id="slot_id", start_at="slot__start_at", end_at="slot__end_at", held_until="held_until",
        earlier="earlier", service="slot__service__name", schedule="slot__schedule__name",
        given="slot__schedule__role__practitioner__given_name", family="slot__schedule__role__practitioner__family_name",
    )  # fmt: skip
    waiting = WaitingListEntry.objects.filter(appointment_id=OuterRef("pk"))
    entry = JSONObject(id="id", state="state", earliest="earliest", schedule="schedule_id")
    return Appointment.objects.select_related(
        "service", "practice", "patient", "schedule__role__practitioner", "questionnaire_response__questionnaire"
    ).annotate(
        history=ArraySubquery(history.values(line=steps)),
        open_offers=ArraySubquery(offers.values(line=times)),
        entry=Subquery(waiting.values(line=entry)[:1]),
    )


def _line(each: Appointment) -> AppointmentLine:
    return AppointmentLine(
        id=each.pk,
        status=AppointmentState(each.status),
        service=each.service.name,
        modality=Modality(each.modality),
        clinician=clinician_of(each.schedule) if each.schedule else "",
        office=each.practice.name,
        start_at=each.start_at,
        end_at=each.end_at,
        cancelled_late=each.cancelled_late,
        asked_at=each.asked_at,
    )


def _view(each: Appointment, now: datetime) -> AppointmentView:
    practice, response = each.practice, each.questionnaire_response
    place = f"{practice.postal_code} {practice.city}".strip()
    return AppointmentView(
        line=_line(each),
        person_id=each.person_id,
        person_name=each.patient.name,
        practice_id=each.practice_id,
        service_id=each.service_id,
        service_kind=each.service.kind,
        service_info=each.service.info,
        schedule_id=each.schedule_id,
        office_phone=practice.phone,
        office_address=", ".join(filter(None, (practice.address, place))),
        reason=each.reason,
        phone=each.phone,
        preferences=each.preferences,
        cancel_by=each.cancel_by,
        end_reason=each.end_reason,
        end_text=each.end_text,
        shielded=each.shielded,
        history=tuple(_step(step) for step in each.history),
        offers=tuple(offer for offer in map(_offer, each.open_offers) if offer.held_until > now),
        waiting=_waiting(each.entry),
        form_title=response.questionnaire.title if response else "",
        answered=answers_in(response) if response else (),
    )


def _step(step: dict) -> StatusLine:
    start = step["start_at"]
    return StatusLine(
        status=AppointmentState(step["status"]),
        at=datetime.fromisoformat(step["at"]),
        start_at=datetime.fromisoformat(start) if start else None,
        by=step["by"],
        by_office=step["by_office"],
        reason=step["reason"],
    )


def _offer(offer: dict) -> OfferedTime:
    return OfferedTime(
        offer_id=UUID(offer["offer_id"]),
        slot_id=UUID(offer["slot_id"]),
        start_at=datetime.fromisoformat(offer["start_at"]),
        end_at=datetime.fromisoformat(offer["end_at"]),
        clinician=f"{offer['given']} {offer['family']}" if offer["family"] else offer["schedule"],
        service=offer["service"],
        held_until=datetime.fromisoformat(offer["held_until"]),
        earlier=offer["earlier"],
    )


def _waiting(entry: dict | str | None) -> Waiting | None:
    if not entry:
        return None
    return Waiting(
        entry_id=UUID(entry["id"]),
        state=EntryState(entry["state"]),
        earliest=datetime.fromisoformat(entry["earliest"]).date(),
        any_clinician=entry["schedule"] is None,
    )
