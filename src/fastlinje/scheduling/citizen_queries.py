"""What a person reads of their own appointments and requests. Opening one is recorded, and marks it as read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from fastlinje.audit.record import record
from fastlinje.core.actor import Actor, ConsentLevel, Scope
from fastlinje.core.prepared import prepared
from fastlinje.core.refusal import NotFound
from fastlinje.core.rows import gathered
from fastlinje.questionnaires.queries import answers_in
from fastlinje.worklist.models import Task

from .citizen_times import service_line, specialist_in
from .citizen_views import AppointmentLine, AppointmentView, NextAppointment, Offer, SlotPlace
from .models import Appointment, AppointmentOffer, AppointmentStatus, WaitingListEntry
from .slots import clinician_of
from .states import AppointmentState, EntryState, OfferState

PAST_SHOWN = 20
COMING = (AppointmentState.BOOKED, AppointmentState.ARRIVED)
ASKED = (AppointmentState.PROPOSED, AppointmentState.PENDING)


def coming_appointments_for(actor: Actor, *, now: datetime) -> tuple[AppointmentLine, ...]:
    """What the actor and those they book for have ahead, the first first, and what they have asked for.

    Recorded as one event, and one more for each other person with a line that is not hidden from them (AD-30, AD-74).
    """
    rows = _lines(actor, now).filter(Q(status__in=COMING, end_at__gt=now) | Q(status__in=ASKED))
    found = list(rows.order_by("start_at", "id"))
    with gathered():
        record(actor, "appointments.read", now=now, why="self")
        for person_id in dict.fromkeys(row.person_id for row in found if not row.hidden_from_person):
            if person_id != actor.person_id:
                record(actor, "appointments.read", now=now, person_id=person_id, why="self")
    return tuple(_line(row) for row in found)


def next_appointment_for(actor: Actor, *, now: datetime) -> NextAppointment | None:
    """What whom the actor acts for has coming first; recorded as one event, with it one statement.

    None when nothing is agreed, and for those who may not follow appointments: then nothing is asked or recorded.
    """
    if not (actor.consent.covers(ConsentLevel.FULL) and actor.may_for_subject(Scope.APPOINTMENTS)):
        return None
    with gathered():
        record(actor, "next_appointment.read", now=now, person_id=actor.subject_id, why="self")
        rows = _next(person_id=actor.subject_id, now=now)
    return next((_next_line(*row) for row in rows), None)


@prepared
def _next(*, person_id: UUID, now: datetime) -> QuerySet[Appointment]:
    coming = Appointment.objects.filter(person_id=person_id, status__in=COMING, end_at__gt=now)
    person = "schedule__role__practitioner"
    return coming.order_by("start_at", "id").values_list(
        "id", "service__name", "modality", f"{person}__given_name", f"{person}__family_name", "schedule__name",
        "practice__name", "start_at",
    )[:1]  # fmt: skip


def _next_line(pk: UUID, service: str, modality: str, *rest: Any) -> NextAppointment:
    given, family, schedule, office, start_at = rest
    return NextAppointment(pk, service, modality, _who(given, family, schedule), office, start_at)


def past_appointments_for(
    actor: Actor, *, after: SlotPlace | None, now: datetime
) -> tuple[tuple[AppointmentLine, ...], SlotPlace | None]:
    """One page of what is over or called off, the latest first, and where the next page begins (None at the end)."""
    rows = _lines(actor, now).exclude(status__in=ASKED).exclude(status__in=COMING, end_at__gt=now)
    rows = rows.annotate(at=Coalesce("start_at", "asked_at"))
    if after:
        rows = rows.filter(Q(at__lt=after.start_at) | Q(at=after.start_at, id__lt=after.slot_id))
    found = list(rows.order_by("-at", "-id")[: PAST_SHOWN + 1])
    last = found[PAST_SHOWN - 1] if len(found) > PAST_SHOWN else None
    return tuple(_line(row) for row in found[:PAST_SHOWN]), SlotPlace(last.at, last.pk) if last else None


def appointment_for(actor: Actor, appointment_id: UUID, *, now: datetime) -> AppointmentView:
    """One appointment or request; recorded as opened. Foreign and missing ones raise NotFound alike (AD-07, AD-13).

    Two statements, and one more that marks it as read where it was not.
    """
    row = _full().filter(pk=appointment_id).first()
    if row is None:
        raise NotFound
    if row.is_unread:
        Task.objects.filter(focus_id=row.pk, unread_by_person=True).update(unread_by_person=False)
    record(
        actor,
        "appointment.read",
        now=now,
        person_id=row.person_id,
        practice_id=row.practice_id,
        entity=("Appointment", row.pk),
        why="self",
    )
    return _view(row, actor, now)


def _lines(actor: Actor, now: datetime) -> QuerySet[Appointment]:
    offers = AppointmentOffer.objects.filter(appointment_id=OuterRef("pk"), state=OfferState.OPEN, held_until__gt=now)
    return (
        Appointment.objects.filter(person_id__in=actor.appointment_persons)
        .select_related("practice", "service", "schedule__role__practitioner", "patient")
        .defer("reason", "phone", "preferences", "end_text", "patient__national_id", "patient__national_id_index")
        .annotate(has_offer=Exists(offers))
    )


def _full() -> QuerySet[Appointment]:
    offers = AppointmentOffer.objects.filter(appointment_id=OuterRef("pk"), state=OfferState.OPEN).order_by("slot__start_at")
    offered = JSONObject(
        id="id", start_at="slot__start_at", end_at="slot__end_at", held_until="held_until", earlier="earlier",
        schedule="slot__schedule__name", given="slot__schedule__role__practitioner__given_name",
        family="slot__schedule__role__practitioner__family_name",
    )  # fmt: skip
    changes = AppointmentStatus.objects.filter(appointment_id=OuterRef("pk")).order_by("-entered_at", "-id")
    waiting = (EntryState.WAITING, EntryState.OFFERED)
    entries = WaitingListEntry.objects.filter(appointment_id=OuterRef("pk"), state__in=waiting)
    task = Task.objects.filter(focus_id=OuterRef("pk"))
    rows = Appointment.objects.select_related(
        "practice", "service", "patient", "schedule__role__practitioner", "questionnaire_response__questionnaire"
    )
    return rows.defer("patient__national_id", "patient__national_id_index").annotate(
        open_offers=ArraySubquery(offers.values(line=offered)),
        changed_at=Subquery(changes.values("entered_at")[:1]),
        waits=Exists(entries),
        due_at=Subquery(task.values("due_at")[:1]),
        is_unread=Subquery(task.values("unread_by_person")[:1]),
    )


def _line(row: Appointment) -> AppointmentLine:
    return AppointmentLine(
        id=row.pk,
        service_name=row.service.name,
        modality=row.modality,
        state=AppointmentState(row.status),
        schedule_name=clinician_of(row.schedule) if row.schedule else "",
        office=row.practice.name,
        start_at=row.start_at,
        end_at=row.end_at,
        asked_at=row.asked_at,
        person_id=row.person_id,
        person_name=row.patient.name,
        has_offer=row.has_offer,
        end_reason=row.end_reason,
    )


def _who(given: str | None, family: str | None, schedule: str) -> str:
    """As slots.clinician_of, of what a query gives without models."""
    return f"{given} {family}" if family else schedule


def _offer(line: dict) -> Offer:
    return Offer(
        id=UUID(line["id"]),
        schedule_name=_who(line["given"], line["family"], line["schedule"]),
        start_at=datetime.fromisoformat(line["start_at"]),
        end_at=datetime.fromisoformat(line["end_at"]),
        held_until=datetime.fromisoformat(line["held_until"]),
        earlier=line["earlier"],
    )


def _view(row: Appointment, actor: Actor, now: datetime) -> AppointmentView:
    practice, response = row.practice, row.questionnaire_response
    place = f"{practice.postal_code} {practice.city}".strip()
    return AppointmentView(
        id=row.pk,
        practice_id=row.practice_id,
        person_id=row.person_id,
        service=service_line(row.service),
        modality=row.modality,
        state=AppointmentState(row.status),
        office=practice.name,
        office_phone=practice.phone,
        office_address=", ".join(filter(None, (practice.address, place))),
        schedule_id=row.schedule_id,
        schedule_name=clinician_of(row.schedule) if row.schedule else "",
        start_at=row.start_at,
        end_at=row.end_at,
        asked_at=row.asked_at,
        changed_at=row.changed_at,
        cancel_by=row.cancel_by,
        cancelled_late=row.cancelled_late,
        reason=row.reason,
        phone=row.phone,
        preferences=row.preferences or {},
        end_reason=row.end_reason,
        end_text=row.end_text,
        by_office=row.author_id is None,
        is_own=row.person_id == actor.person_id and row.author_id in (None, actor.person_id),
        shielded=row.shielded,
        form_title=response.questionnaire.title if response else "",
        answered=answers_in(response) if response else (),
        offers=tuple(offer for offer in map(_offer, row.open_offers) if offer.held_until > now),
        waits=row.waits,
        due_at=row.due_at,
        birth_date=row.patient.birth_date,
        is_specialist=specialist_in(row.schedule, row.service),
        at_old_office=row.patient.has_left,
    )
