"""The appointment book's rows are refused alike for a foreign, a missing and a cross-practice parent, as in test_parents.py."""

from datetime import date, time, timedelta

import pytest
from django.db import connection

from fastlinje.audit import gate
from fastlinje.core.actor import Face
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.nonprod.appointment_book import make_appointment, make_appointment_service, make_schedule
from fastlinje.nonprod.cast import BERG, KARI, Cast
from fastlinje.practices.models import Organization
from fastlinje.questionnaires.models import Questionnaire, QuestionnaireResponse
from fastlinje.scheduling.models import (
    Appointment,
    AppointmentOffer,
    AppointmentStatus,
    Hold,
    Preparation,
    Schedule,
    ScheduleException,
    ScheduleRule,
    Slot,
    WaitingListEntry,
)
from fastlinje.scheduling.states import ServiceKind
from fastlinje.worklist.models import Task

from .test_parents import VARIANTS, outcome

DAY = date(2027, 2, 1)


class World:
    """An appointment book at Tangen and one at Vika, and things that do not fit together."""

    def __init__(self, cast: Cast):
        self.cast = cast
        self.service_own, self.schedule_own, self.slot_own, self.booked_own = self._book(cast.tangen, cast.kari_patient)
        self.service_foreign, self.schedule_foreign, self.slot_foreign, self.booked_foreign = self._book(
            cast.vika, cast.per_patient
        )
        self.answers_own = self._answers(cast.tangen.pk, cast.kari.pk)
        self.answers_foreign = self._answers(cast.vika.pk, cast.per.pk)

    def _book(self, office: Organization, patient):
        service = make_appointment_service(office, "Legetime", ServiceKind.CONSULTATION, 20)
        schedule = make_schedule(office, "Kalender")
        slots = []
        for hour in (1, 2):
            start = now() + timedelta(days=3, hours=hour)
            slots.append(
                Slot.objects.using("owner").create(
                    id=new_id(), practice=office, schedule=schedule, service=service, start_at=start,
                    end_at=start + timedelta(minutes=20), bookable_from=now(), bookable_until=start,
                )
            )  # fmt: skip
        return service, schedule, slots[0], make_appointment(slots[1], patient)

    def _answers(self, practice, person):
        form, _new = Questionnaire.objects.using("owner").get_or_create(
            url="u", version="1", language="nb", defaults={"id": new_id(), "title": "t", "resource": {}}
        )
        return QuestionnaireResponse.objects.using("owner").create(
            id=new_id(), practice_id=practice, person_id=person, questionnaire=form, resource={}, authored_at=now()
        )

    def practice(self, variant: str):
        """Cross-practice: one's own parent, on a row that says it is the other office's."""
        return self.cast.vika.pk if variant == "cross-practice" else self.cast.tangen.pk

    def one(self, what: str, variant: str):
        """The parent's id."""
        return new_id() if variant == "missing" else getattr(self, f"{what}_{'foreign' if variant == 'foreign' else 'own'}").pk


def appointment(w: World, v: str, **changes):
    """A request of Kari's at Tangen."""
    return Appointment(
        **{"id": new_id(), "practice_id": w.cast.tangen.pk, "person": w.cast.kari, "author": w.cast.kari,
           "patient": w.cast.kari_patient, "service_id": w.service_own.pk, "modality": "in-person", "status": "proposed",
           "reason": "", "phone": "", "preferences": {}, "end_text": "", "asked_at": now()} | changes
    )  # fmt: skip


def appointment_patient(w: World, v: str):
    patient = {"own": w.cast.kari_patient.pk, "missing": new_id()}.get(v, w.cast.per_patient.pk)
    return appointment(w, v, patient_id=patient, practice_id=w.practice(v))


def appointment_service(w: World, v: str):
    return appointment(w, v, service_id=w.one("service", v), practice_id=w.practice(v))


def appointment_schedule(w: World, v: str):
    return appointment(w, v, schedule_id=w.one("schedule", v), practice_id=w.practice(v))


def appointment_slot(w: World, v: str):
    return appointment(w, v, slot_id=w.one("slot", v), practice_id=w.practice(v))


def appointment_answers(w: World, v: str):
    return appointment(w, v, questionnaire_response_id=w.one("answers", v), practice_id=w.practice(v))


def status(w: World, v: str):
    return AppointmentStatus(id=new_id(), appointment_id=w.one("booked", _two(v)), status="booked", entered_at=now(), by_name="K")


def hold(w: World, v: str):
    return Hold(
        id=new_id(), practice_id=w.practice(v), slot_id=w.one("slot", v), author=w.cast.kari, held_until=now()
    )  # fmt: skip


def entry(w: World, v: str, **changes):
    return WaitingListEntry(
        **{"id": new_id(), "practice_id": w.practice(v), "person": w.cast.kari, "patient": w.cast.kari_patient,
           "appointment_id": w.one("booked", v), "service_id": w.service_own.pk, "earliest": DAY, "start_at": now(),
           "joined_at": now()} | changes
    )  # fmt: skip


def entry_service(w: World, v: str):
    return entry(w, v, appointment_id=w.booked_own.pk, service_id=w.one("service", v))


def entry_schedule(w: World, v: str):
    return entry(w, v, appointment_id=w.booked_own.pk, schedule_id=w.one("schedule", v))


def preparation(w: World, v: str):
    return Preparation(
        id=new_id(), practice_id=w.practice(v), person=w.cast.kari, author=w.cast.kari, service_id=w.one("service", v),
        gate_passed_at=now(),
    )  # fmt: skip


def preparation_answers(w: World, v: str):
    made = preparation(w, "own")
    made.questionnaire_response_id, made.practice_id = w.one("answers", v), w.practice(v)
    return made


def office_appointment(w: World, v: str):
    made = appointment_patient(w, v)
    made.author = None
    return made


def office_appointment_slot(w: World, v: str):
    made = appointment_slot(w, v)
    made.author = None
    return made


def offer(w: World, v: str):
    return AppointmentOffer(
        id=new_id(), practice_id=w.practice(v), person=w.cast.kari, appointment_id=w.one("booked", v), slot=w.slot_own,
        offered_at=now(), held_until=now(),
    )  # fmt: skip


def offer_slot(w: World, v: str):
    made = offer(w, "own")
    made.slot_id, made.practice_id = w.one("slot", v), w.practice(v)
    return made


def slot(w: World, v: str, **changes):
    start = now() + timedelta(days=9)
    return Slot(
        **{"id": new_id(), "practice_id": w.practice(v), "schedule_id": w.one("schedule", v), "service": w.service_own,
           "start_at": start, "end_at": start + timedelta(minutes=20), "bookable_from": now(), "bookable_until": start} | changes
    )  # fmt: skip


def slot_service(w: World, v: str):
    return slot(w, v, schedule_id=w.schedule_own.pk, service_id=w.one("service", v))


def rule(w: World, v: str):
    return ScheduleRule(
        id=new_id(), practice_id=w.practice(v), schedule_id=w.one("schedule", v), service=w.service_own, weekday=0,
        starts=time(9), ends=time(10),
    )  # fmt: skip


def rule_service(w: World, v: str):
    made = rule(w, "own")
    made.service_id, made.practice_id = w.one("service", v), w.practice(v)
    return made


def absence(w: World, v: str):
    return ScheduleException(
        id=new_id(), practice_id=w.practice(v), schedule_id=w.one("schedule", v), first_date=DAY, last_date=DAY, reason="illness"
    )


def schedule_role(w: World, v: str):
    role = {"missing": new_id(), "foreign": w.cast.gro_role.pk}.get(v, w.cast.siri_role.pk)
    return Schedule(id=new_id(), practice_id=w.practice(v), role_id=role, name="Ny")


def office_task(w: World, v: str):
    patient = {"own": w.cast.kari_patient.pk, "missing": new_id()}.get(v, w.cast.per_patient.pk)
    return Task(
        id=new_id(), practice_id=w.practice(v), person=w.cast.kari, patient_id=patient, kind="appointment", focus_id=new_id(),
        status="booked", turn="nobody", patient_name="K", from_name="B", subject="s", last_line="l", updated_at=now(),
    )  # fmt: skip


def _two(variant: str) -> str:
    """A history row says no practice of its own."""
    return "foreign" if variant == "cross-practice" else variant


AS_KARI = [
    appointment_patient,
    appointment_service,
    appointment_schedule,
    appointment_slot,
    appointment_answers,
    status,
    hold,
    entry,
    entry_service,
    entry_schedule,
    preparation,
    preparation_answers,
]
AS_BERG = [
    office_appointment,
    office_appointment_slot,
    status,
    offer,
    offer_slot,
    entry,
    slot,
    slot_service,
    rule,
    rule_service,
    absence,
    schedule_role,
    office_task,
]


@pytest.mark.parametrize("make", AS_KARI, ids=lambda make: make.__name__)
def test_a_citizens_row_is_refused_alike(cast, logins, make):
    world, kari = World(cast), logins.actor(KARI)
    outcomes = {variant: outcome(kari, make, world, variant) for variant in VARIANTS}
    assert outcomes["own"] == "written"
    assert outcomes["foreign"] == outcomes["missing"] == outcomes["cross-practice"] != "written"


@pytest.mark.parametrize("make", AS_BERG, ids=lambda make: make.__name__)
def test_staffs_row_is_refused_alike(cast, logins, make):
    world, berg = World(cast), logins.actor(BERG, Face.STAFF)
    outcomes = {variant: outcome(berg, make, world, variant) for variant in VARIANTS}
    assert outcomes["own"] == "written"
    assert outcomes["foreign"] == outcomes["missing"] == outcomes["cross-practice"] != "written"


@pytest.mark.parametrize("shielded", [False, True])
def test_a_shielded_appointment_leaves_no_trace_for_who_acts_for_another(cast, logins, shielded):
    """AD-30: as if Kari represented Per. Row-level security alone hides the appointment, its history, offers and task."""
    world = World(cast)
    Appointment.objects.using("owner").filter(pk=world.booked_foreign.pk).update(shielded=shielded)
    Task.objects.using("owner").filter(focus_id=world.booked_foreign.pk).update(shielded=shielded)
    AppointmentOffer.objects.using("owner").create(
        id=new_id(), practice=cast.vika, person=cast.per, appointment=world.booked_foreign, slot=world.slot_foreign,
        offered_at=now(), held_until=now(),
    )  # fmt: skip
    both = f"{cast.kari.pk},{cast.per.pk}"
    with gate.reading(logins.actor(KARI), now=now()), connection.cursor() as cursor:
        cursor.execute("select set_config('fastlinje.persons_appointments', %s, true)", [both])
        about_per = {"person_id": cast.per.pk}
        seen = [model.objects.filter(**about_per).count() for model in (Appointment, AppointmentOffer, Task)]
        seen.append(AppointmentStatus.objects.filter(appointment_id=world.booked_foreign.pk).count())
    assert seen == ([0] * 4 if shielded else [1] * 4)


def test_a_stranger_sees_no_times_of_an_office_they_have_nothing_to_do_with(cast, logins):
    world = World(cast)
    with gate.reading(logins.actor(KARI), now=now()):
        assert set(Slot.objects.values_list("practice_id", flat=True)) == {world.cast.tangen.pk}


def test_nobody_sees_who_holds_a_time(cast, logins):
    world = World(cast)
    Hold.objects.using("owner").create(
        id=new_id(), practice=cast.tangen, slot=world.slot_own, author=cast.astrid, held_until=now()
    )  # fmt: skip
    with gate.reading(logins.actor(KARI), now=now()):
        assert not Hold.objects.exists()
        assert Slot.objects.filter(pk=world.slot_own.pk).exists()
