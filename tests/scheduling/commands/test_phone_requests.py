"""What somebody asks for on the phone, in the same queue as what people ask for on the net (F-187)."""

from datetime import timedelta

import pytest

from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Face
from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused
from fastlinje.core.working_days import due_after
from fastlinje.nonprod.cast import GRO
from fastlinje.practices.models import Patient
from fastlinje.scheduling.commands.accept_offer import accept_offer
from fastlinje.scheduling.commands.answer_request_with_booking import answer_request_with_booking
from fastlinje.scheduling.commands.decline_request import decline_request
from fastlinje.scheduling.commands.offer_times import offer_times
from fastlinje.scheduling.commands.request_appointment import request_appointment
from fastlinje.scheduling.commands.request_for_patient import request_for_patient
from fastlinje.scheduling.commands.withdraw_request import withdraw_request
from fastlinje.scheduling.models import Appointment, AppointmentOffer, AppointmentStatus
from fastlinje.worklist.models import Task
from tests.scheduling.commands.test_booking import refused
from tests.scheduling_world import OWNER, a_service, appointment_row, slot_row

NUMBER = "22 33 44 55"


def ask(book, siri, **given):
    known = {"patient_id": book.cast.kari_patient.pk, "service_id": book.service, "preferences": {}}
    return request_for_patient(actor=siri, **{"now": now()} | known | given)


@pytest.fixture
def astrids(book, siri):
    """Astrid, who never logs in, would like a time."""
    return ask(book, siri, patient_id=book.cast.astrid_patient.pk, phone=NUMBER, reason="Kontroll\nav blodtrykk")


def test_it_waits_for_the_office_like_any_other(book, siri, cast):
    day = oslo_date(now()) + timedelta(days=3)
    at = now()
    wishes = {"weekdays": ["1"], "parts": ["morning"], "earliest": day, "schedule": str(book.schedule)}
    made = ask(book, siri, now=at, patient_id=cast.astrid_patient.pk, phone=NUMBER, reason="Kontroll\nav trykk", preferences=wishes)
    row, task = appointment_row(made), Task.objects.using(OWNER).get(focus_id=made)
    assert (row.status, row.person_id, row.author_id, row.start_at) == ("proposed", cast.astrid.pk, None, None)
    assert (row.reason, row.phone, row.modality) == ("Kontroll av trykk", "+4722334455", "in-person")
    assert (row.preferences["weekdays"], row.preferences["parts"]) == ([1], ["morning"])
    assert row.preferences["earliest"] == day.isoformat()
    assert (task.kind, task.turn, task.due_at) == ("appointment_request", "office", due_after(at).astimezone(task.due_at.tzinfo))
    line = AppointmentStatus.objects.using(OWNER).get(appointment=row)
    assert (line.by_name, line.by_office) == ("Siri Holm", True)
    assert Patient.objects.using(OWNER).get(pk=cast.astrid_patient.pk).phone == "+4722334455"


def test_the_person_can_see_that_it_was_done(book, siri, cast):
    made = ask(book, siri)
    event = AuditEvent.objects.using(OWNER).get(action="appointment.request")
    assert (event.person_id, event.entity_id, event.why) == (cast.kari.pk, made, "office_task")


def test_the_same_key_asks_once(book, siri):
    key = "en-noekkel-for-oensket"
    assert ask(book, siri, key=key) == ask(book, siri, key=key)
    assert Appointment.objects.using(OWNER).count() == 1


def test_what_only_the_office_gives_away_can_be_asked_for(book, siri):
    """F-131: and for more people, and more often, than they may ask themselves."""
    kept = a_service(siri, name="Gynekologisk undersøkelse", online=False, min_age=70)
    made = [ask(book, siri, service_id=kept) for _ in range(4)]
    assert len(set(made)) == 4


def test_what_the_office_asks_for_does_not_count_against_the_person(book, siri, kari):
    for _ in range(3):
        ask(book, siri)
    assert request_appointment(actor=kari, now=now(), service_id=book.service, preferences={})


def test_it_can_be_hidden_from_those_who_act_for_them(book, siri):
    made = ask(book, siri, shielded=True)
    assert appointment_row(made).shielded
    assert Task.objects.using(OWNER).get(focus_id=made).shielded


# refusals


WISHES = [
    ("wishes_invalid", {"weekdays": [7]}),
    ("dates_reversed", {"earliest": "2099-02-01", "latest": "2099-01-01"}),
    ("in_the_past", {"latest": "2020-01-01"}),
    ("too_far", {"earliest": "2099-01-01"}),
    ("not_found", {"schedule": str(new_id())}),
]


@pytest.mark.parametrize(("code", "wishes"), WISHES, ids=[code for code, _wishes in WISHES])
def test_wishes_that_cannot_be(book, siri, code, wishes):
    patient = book.cast.kari_patient.pk
    refused(code, request_for_patient, actor=siri, patient_id=patient, service_id=book.service, preferences=wishes)
    assert not Appointment.objects.using(OWNER).exists()


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("reason_too_long", {"reason": "x" * 201}),
        ("phone_invalid", {"phone": "12"}),
        ("phone_missing", {"preferences": {"modality": "phone"}}),
    ],
)
def test_what_was_typed_wrong(book, siri, code, given):
    known = {"patient_id": book.cast.kari_patient.pk, "service_id": book.service, "preferences": {}}
    refused(code, request_for_patient, actor=siri, **known | given)


def test_who_gets_no_notice_leaves_a_number(book, siri):
    """Else nobody could give them the answer."""
    astrid = book.cast.astrid_patient.pk
    refused("phone_missing", request_for_patient, actor=siri, patient_id=astrid, service_id=book.service, preferences={})


def test_foreign_and_missing_patients_and_services_are_alike(book, siri, cast, logins):
    """AD-13"""
    for patient in (cast.per_patient.pk, new_id()):
        refused("not_found", request_for_patient, actor=siri, patient_id=patient, service_id=book.service, preferences={})
    gro = logins.actor(GRO, Face.STAFF, practice=cast.vika)
    for service in (book.service, new_id()):
        refused("not_found", request_for_patient, actor=gro, patient_id=cast.per_patient.pk, service_id=service, preferences={})
    theirs = a_service(gro, name="Time")
    wishes = {"schedule": str(book.schedule)}
    per = {"patient_id": cast.per_patient.pk, "service_id": theirs, "phone": NUMBER}
    refused("not_found", request_for_patient, actor=gro, **per, preferences=wishes)
    assert not Appointment.objects.using(OWNER).exists()


def test_a_service_out_of_use_is_not_asked_for(book, siri):
    old = a_service(siri, name="Gammel", active=False)
    refused("not_found", request_for_patient, actor=siri, patient_id=book.cast.kari_patient.pk, service_id=old, preferences={})


def test_patients_ask_for_themselves(book, kari, cast):
    """No citizen has a patient of an office to ask for."""
    with pytest.raises(Refused):
        ask(book, kari)
    assert not Appointment.objects.using(OWNER).exists()


# answers


def test_it_is_answered_with_a_booked_time(book, siri, astrids):
    answer_request_with_booking(actor=siri, now=now(), appointment_id=astrids, slot_id=book.second.pk)
    row = appointment_row(astrids)
    assert (row.status, row.slot_id, row.author_id) == ("booked", book.second.pk, None)


def test_who_does_not_use_the_service_cannot_choose_there(book, siri, astrids):
    refused("not_digital", offer_times, actor=siri, appointment_id=astrids, slot_ids=[book.first.pk])
    assert (appointment_row(astrids).status, slot_row(book.first).status) == ("proposed", "free")


def test_who_uses_it_chooses_between_times(book, siri, kari):
    made = ask(book, siri)
    offer_times(actor=siri, now=now(), appointment_id=made, slot_ids=[book.first.pk, book.second.pk])
    offer = AppointmentOffer.objects.using(OWNER).get(slot_id=book.second.pk)
    assert accept_offer(actor=kari, now=now(), offer_id=offer.pk) == made
    assert appointment_row(made).start_at == book.second.start_at


def test_it_is_answered_with_a_no(book, siri, astrids):
    decline_request(actor=siri, now=now(), appointment_id=astrids, reason="no_times")
    assert (appointment_row(astrids).status, appointment_row(astrids).end_reason) == ("cancelled", "no_times")


def test_the_person_takes_it_back_themselves(book, siri, kari, per):
    made = ask(book, siri)
    refused("not_found", withdraw_request, actor=per, appointment_id=made)
    withdraw_request(actor=kari, now=now(), appointment_id=made)
    assert appointment_row(made).status == "cancelled"
