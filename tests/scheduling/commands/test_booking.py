"""Holding, booking and cancelling a time."""

from datetime import time, timedelta

import pytest
from django.db import connection

from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused
from fastlinje.nonprod.cast import ASTRID
from fastlinje.people.models import Person
from fastlinje.practices.models import HealthcareService, Patient, PractitionerRole
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.cancel_appointment import cancel_appointment
from fastlinje.scheduling.commands.hold_slot import hold_slot
from fastlinje.scheduling.commands.release_hold import release_hold
from fastlinje.scheduling.models import Appointment, AppointmentStatus, Hold
from fastlinje.worklist.models import Task
from tests.scheduling_world import OWNER, a_schedule, a_service, a_slot, appointment_row, slot_row


def refused(code, command, **arguments):
    with pytest.raises(Refused) as refusal:
        command(**{"now": now()} | arguments)
    assert refusal.value.code == code


def test_a_booked_time_is_the_persons(book, kari):
    """F-014: slot, appointment, history and the line in the lists agree."""
    made = book_appointment(actor=kari, now=now(), slot_id=book.first.pk, reason=" Vondt i\nkneet ")
    row, task = appointment_row(made), Task.objects.using(OWNER).get(focus_id=made)
    assert (row.status, row.reason, row.person_id, row.author_id) == ("booked", "Vondt i kneet", kari.person_id, kari.person_id)
    assert (row.start_at, row.cancel_by) == (book.first.start_at, book.first.start_at - timedelta(hours=24))
    assert slot_row(book.first).status == "busy"
    assert [each.status for each in AppointmentStatus.objects.using(OWNER).filter(appointment=row)] == ["booked"]
    assert (task.kind, task.status, task.turn, task.subject, task.from_name) == (
        "appointment", "booked", "nobody", "Legetime", "Ingrid Berg",
    )  # fmt: skip


def test_a_hold_keeps_others_away_for_five_minutes(book, kari, logins):
    at = now()
    hold_slot(actor=kari, now=at, slot_id=book.first.pk)
    other = logins.actor(another_patient(book.cast))
    refused("slot_taken", book_appointment, actor=other, now=at + timedelta(minutes=4), slot_id=book.first.pk)
    refused("slot_taken", hold_slot, actor=other, now=at + timedelta(minutes=4), slot_id=book.first.pk)
    book_appointment(actor=other, now=at + timedelta(minutes=5), slot_id=book.first.pk)
    refused("slot_taken", book_appointment, actor=kari, now=at + timedelta(minutes=5), slot_id=book.first.pk)


def test_holding_another_gives_the_first_back(book, kari):
    hold_slot(actor=kari, now=now(), slot_id=book.first.pk)
    hold_slot(actor=kari, now=now(), slot_id=book.second.pk)
    assert slot_row(book.first).held_until is None
    assert Hold.objects.using(OWNER).get().slot_id == book.second.pk


def test_a_hold_can_be_given_back(book, kari):
    hold_slot(actor=kari, now=now(), slot_id=book.first.pk)
    release_hold(actor=kari, now=now())
    release_hold(actor=kari, now=now())
    assert slot_row(book.first).held_until is None
    assert not Hold.objects.using(OWNER).exists()


def test_a_booking_ends_the_hold(book, kari):
    hold_slot(actor=kari, now=now(), slot_id=book.first.pk)
    book_appointment(actor=kari, now=now(), slot_id=book.first.pk)
    assert not Hold.objects.using(OWNER).exists()


def test_a_cancelled_time_is_free_again(book, kari):
    """F-017"""
    made = book_appointment(actor=kari, now=now(), slot_id=book.first.pk)
    assert cancel_appointment(actor=kari, now=now(), appointment_id=made) is False
    assert slot_row(book.first).status == "free"
    assert appointment_row(made).status == "cancelled"
    assert Task.objects.using(OWNER).get(focus_id=made).status == "cancelled"
    refused("already_cancelled", cancel_appointment, actor=kari, appointment_id=made)
    book_appointment(actor=kari, now=now(), slot_id=book.first.pk)


@pytest.mark.parametrize(("seconds", "late"), [(0, False), (1, True)])
def test_late_is_to_the_second(book, kari, seconds, late):
    """F-017: at the deadline it is free, after it is late."""
    at = now()
    made = book_appointment(actor=kari, now=at, slot_id=book.first.pk)
    Appointment.objects.using(OWNER).update(cancel_by=at)
    assert cancel_appointment(actor=kari, now=at + timedelta(seconds=seconds), appointment_id=made) is late
    assert appointment_row(made).cancelled_late is late


def another_patient(cast):
    """Somebody else on Berg's list who has consented."""
    Person.objects.using(OWNER).filter(pk=cast.astrid.pk).update(consent_level="full")
    return ASTRID


def test_a_stranger_cannot_touch_it(book, kari, per):
    """AD-07: foreign is as missing, and the slot stays as it was."""
    made = book_appointment(actor=kari, now=now(), slot_id=book.first.pk)
    refused("not_found", cancel_appointment, actor=per, appointment_id=made)
    refused("not_found", cancel_appointment, actor=per, appointment_id=new_id())
    refused("slot_gone", book_appointment, actor=per, slot_id=book.second.pk)
    refused("slot_gone", book_appointment, actor=per, slot_id=new_id())
    assert slot_row(book.first).status == "busy"
    assert slot_row(book.second).status == "free"


REFUSED = [
    ("slot_gone", {"status": "busy-unavailable"}),
    ("slot_gone", {"online": False}),
    ("slot_taken", {"status": "busy-tentative"}),
    ("too_early", {"bookable_from": now() + timedelta(hours=1)}),
    ("too_late", {"bookable_until": now() - timedelta(hours=1)}),
    ("in_the_past", {"start_at": now() - timedelta(hours=1)}),
]


@pytest.mark.parametrize(("code", "fields"), REFUSED, ids=[f"{code}-{next(iter(fields))}" for code, fields in REFUSED])
def test_slots_that_cannot_be_booked(book, kari, code, fields):
    slot = book.add(time(12), **fields)
    refused(code, book_appointment, actor=kari, slot_id=slot.pk)


SERVICES = [
    ("service_off", {"active": False}),
    ("service_off", {"online": False}),
    ("request_only", {"request_only": True}),
    ("not_for_you", {"min_age": 65}),
    ("not_for_you", {"max_age": 17}),
]


@pytest.mark.parametrize(("code", "fields"), SERVICES, ids=[f"{code}-{next(iter(fields))}" for code, fields in SERVICES])
def test_services_that_cannot_be_booked(book, siri, kari, code, fields):
    a_service(siri, service_id=book.service, **fields)
    refused(code, book_appointment, actor=kari, slot_id=book.first.pk)


def test_switched_off_by_the_doctor(book, kari):
    """AD-64"""
    HealthcareService.objects.using(OWNER).filter(code="appointment").update(active=False)
    refused("service_off", book_appointment, actor=kari, slot_id=book.first.pk)


@pytest.mark.parametrize("who", ["gro_tangen_role", None], ids=["a nurse", "the laboratory"])
def test_who_has_no_list_takes_all_who_have_a_doctor_here(book, siri, kari, cast, who):
    """«Bare for egen liste» is what services are made with: it must not shut a nurse's calendar to everybody."""
    slot = a_slot(a_schedule(siri, who and getattr(cast, who), "Hos andre"), book.service, time(12))
    patients = Patient.objects.using(OWNER).filter(pk=cast.kari_patient.pk)
    patients.update(general_practitioner_id=None)
    refused("not_for_you", book_appointment, actor=kari, slot_id=slot.pk)
    patients.update(general_practitioner_id=cast.berg_role.pk)
    book_appointment(actor=kari, now=now(), slot_id=slot.pk)


@pytest.mark.parametrize(("days", "code"), [(0, ""), (-1, "slot_gone")])
def test_after_somebodys_last_day(book, kari, cast, days, code):
    """Published before it was known that she would leave."""
    last = oslo_date(book.first.start_at) + timedelta(days=days)
    PractitionerRole.objects.using(OWNER).filter(pk=cast.berg_role.pk).update(end_date=last)
    if code:
        refused(code, book_appointment, actor=kari, slot_id=book.first.pk)
    else:
        book_appointment(actor=kari, now=now(), slot_id=book.first.pk)


def test_two_at_once_and_too_many(book, siri, kari, cast):
    laboratory = a_service(siri, name="Blodprøve", kind="laboratory", own_list_only=False)
    lab = a_schedule(siri, None, "Laboratoriet")
    same = a_slot(lab, laboratory, time(9, 10))
    book_appointment(actor=kari, now=now(), slot_id=book.first.pk)
    refused("overlap", book_appointment, actor=kari, slot_id=same.pk)
    book_appointment(actor=kari, now=now(), slot_id=book.third.pk)
    book_appointment(actor=kari, now=now(), slot_id=a_slot(lab, laboratory, time(11)).pk)
    refused("too_many_open", book_appointment, actor=kari, slot_id=a_slot(lab, laboratory, time(12)).pk)


def test_as_many_a_day_as_the_office_lets_people_book(book, siri, kari):
    a_service(siri, service_id=book.service, online_per_day=1)
    book_appointment(actor=kari, now=now(), slot_id=book.first.pk)
    refused("slot_gone", book_appointment, actor=kari, slot_id=book.second.pk)


def test_a_phone_appointment_needs_a_number(book, siri, kari):
    """F-027"""
    call = a_service(siri, name="Telefontime", modality="phone")
    slot = a_slot(book.schedule, call, time(13))
    refused("phone_missing", book_appointment, actor=kari, slot_id=slot.pk)
    refused("bad_address", book_appointment, actor=kari, slot_id=slot.pk, phone="12")
    made = book_appointment(actor=kari, now=now(), slot_id=slot.pk, phone="900 00 001")
    assert appointment_row(made).phone == "+4790000001"


def test_a_reason_is_short(book, kari):
    refused("reason_too_long", book_appointment, actor=kari, slot_id=book.first.pk, reason="x" * 201)


def test_what_somebody_has_is_refused_before_anything_is_locked(book, kari, logins):
    """AD-61: in a rush those who come too late neither wait for each other nor for who books."""
    book_appointment(actor=kari, now=now(), slot_id=book.first.pk)
    other, asked = logins.actor(another_patient(book.cast)), []

    def listen(execute, sql, *rest):
        asked.append(sql.lower())
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        refused("slot_taken", book_appointment, actor=other, slot_id=book.first.pk)
        too_late, asked[:] = list(asked), []
        book_appointment(actor=other, now=now(), slot_id=book.second.pk)
    assert [any("for update" in sql for sql in each) for each in (too_late, asked)] == [False, True]
    assert [any("advisory" in sql for sql in each) for each in (too_late, asked)] == [False, True]
