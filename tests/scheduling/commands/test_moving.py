"""Changing to another time."""

from datetime import time, timedelta

import pytest

from fastlinje.core.actor import Face
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused
from fastlinje.nonprod.cast import GRO
from fastlinje.nonprod.factories import make_patient
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.cancel_appointment import cancel_appointment
from fastlinje.scheduling.commands.hold_slot import hold_slot
from fastlinje.scheduling.commands.move_appointment import move_appointment
from fastlinje.scheduling.models import Appointment, AppointmentStatus, Hold
from fastlinje.worklist.models import Task
from tests.scheduling_world import OWNER, a_day, a_schedule, a_service, a_slot, appointment_row, slot_row, switch_on


def refused(code, command, **arguments):
    with pytest.raises(Refused) as refusal:
        command(now=now(), **arguments)
    assert refusal.value.code == code


@pytest.fixture
def booked(book, kari):
    """Kari has the first time."""
    return book_appointment(actor=kari, now=now(), slot_id=book.first.pk)


def test_the_same_appointment_at_another_time(book, kari, booked):
    """F-018"""
    Appointment.objects.using(OWNER).filter(pk=booked).update(reminded_at=now(), called_up_at=now())
    hold_slot(actor=kari, now=now(), slot_id=book.third.pk, instead_of=booked)
    assert move_appointment(actor=kari, now=now(), appointment_id=booked, slot_id=book.third.pk) == booked
    row = appointment_row(booked)
    assert (row.start_at, row.slot_id, row.status) == (book.third.start_at, book.third.pk, "booked")
    assert row.cancel_by == book.third.start_at - timedelta(hours=24)
    assert (row.reminded_at, row.called_up_at) == (None, None), "a new time has new reminders"
    assert row.placed_at > row.asked_at
    assert [slot_row(slot).status for slot in (book.first, book.third)] == ["free", "busy"]
    history = AppointmentStatus.objects.using(OWNER).filter(appointment_id=booked).order_by("id")
    assert list(history.values_list("status", "start_at")) == [("booked", book.first.start_at), ("booked", book.third.start_at)]
    assert Task.objects.using(OWNER).get(focus_id=booked).due_at == book.third.start_at
    assert not Hold.objects.using(OWNER).exists()


def test_a_time_that_overlaps_the_old_one_will_do(book, kari, booked):
    longer = a_service(book.staff, name="Langtime", minutes=40)
    slot = a_slot(book.schedule, longer, time(10), start_at=book.third.end_at)
    move_appointment(actor=kari, now=now(), appointment_id=booked, slot_id=slot.pk)
    assert appointment_row(booked).service_id == longer


def test_the_old_one_is_kept_when_the_new_one_is_taken(book, kari, booked):
    taken = book.add(time(13), status="busy")
    refused("slot_taken", move_appointment, actor=kari, appointment_id=booked, slot_id=taken.pk)
    refused("slot_gone", move_appointment, actor=kari, appointment_id=booked, slot_id=new_id())
    assert (slot_row(book.first).status, appointment_row(booked).slot_id) == ("busy", book.first.pk)


def test_moving_counts_as_having_one_and_not_two(book, kari, booked):
    """The third open booking may be moved."""
    for at in (time(11), time(12)):
        book_appointment(actor=kari, now=now(), slot_id=book.add(at).pk)
    move_appointment(actor=kari, now=now(), appointment_id=booked, slot_id=book.third.pk)
    refused("overlap", move_appointment, actor=kari, appointment_id=booked, slot_id=overlapping(book).pk)


def overlapping(book):
    laboratory = a_schedule(book.staff, None, "Laboratoriet")
    service = a_service(book.staff, name="Samtale")
    return a_slot(laboratory, service, time(11, 10))


def test_no_move_leads_to_another_kind(book, kari, booked):
    """Its control questions would go unanswered."""
    blood = a_service(book.staff, name="Blodprøve", kind="laboratory")
    slot = a_slot(book.schedule, blood, time(12))
    refused("slot_gone", hold_slot, actor=kari, slot_id=slot.pk, instead_of=booked)
    refused("slot_gone", move_appointment, actor=kari, appointment_id=booked, slot_id=slot.pk)
    assert appointment_row(booked).slot_id == book.first.pk


def test_no_move_leads_to_another_office(book, kari, booked, cast, logins):
    """Kari is known at Vika too: there she books anew."""
    make_patient(cast.vika, cast.kari, None)
    gro = logins.actor(GRO, Face.STAFF, practice=cast.vika)
    switch_on(cast.gro_role)
    there = a_slot(a_schedule(gro, cast.gro_role, "Lege Sand"), a_service(gro, own_list_only=False), time(12))
    refused("slot_gone", hold_slot, actor=kari, slot_id=there.pk, instead_of=booked)
    refused("slot_gone", move_appointment, actor=kari, appointment_id=booked, slot_id=there.pk)
    assert slot_row(there).status == "free"


def test_a_move_within_the_day_is_no_more_that_day(book, siri, kari, booked):
    """F-131: as many are booked as may be, and one of them is this."""
    a_service(siri, service_id=book.service, online_per_day=1)
    move_appointment(actor=kari, now=now(), appointment_id=booked, slot_id=book.second.pk)
    tomorrow = a_day() + timedelta(days=1)
    other = book.add(time(9), day=tomorrow)
    book_appointment(actor=kari, now=now(), slot_id=book.add(time(11), day=tomorrow).pk)
    refused("slot_gone", move_appointment, actor=kari, appointment_id=booked, slot_id=other.pk)


def test_a_late_move_is_noted(book, kari, booked):
    Appointment.objects.using(OWNER).filter(pk=booked).update(cancel_by=now() - timedelta(minutes=1))
    move_appointment(actor=kari, now=now(), appointment_id=booked, slot_id=book.third.pk)
    assert appointment_row(booked).cancelled_late


def test_a_stranger_cannot_move_it(book, kari, per, booked):
    """AD-07"""
    refused("not_found", move_appointment, actor=per, appointment_id=booked, slot_id=book.third.pk)
    assert (slot_row(book.first).status, slot_row(book.third).status) == ("busy", "free")


def test_what_is_over_cannot_be_moved(book, kari, booked):
    cancel_appointment(actor=kari, now=now(), appointment_id=booked)
    refused("already_cancelled", move_appointment, actor=kari, appointment_id=booked, slot_id=book.third.pk)
