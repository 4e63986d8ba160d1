"""What those at the desk do: book, move, call off and mark for patients, and open and close times."""

from datetime import time, timedelta

import pytest

from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Face
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.nonprod.cast import GRO
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.book_for_patient import book_for_patient
from fastlinje.scheduling.commands.cancel_for_patient import cancel_day, cancel_for_patient, mark_late_cancellation
from fastlinje.scheduling.commands.hold_slot import hold_slot
from fastlinje.scheduling.commands.mark_appointment import mark_appointment
from fastlinje.scheduling.commands.move_for_patient import move_day, move_for_patient
from fastlinje.scheduling.commands.open_slot import add_slot, close_slot, open_slot
from fastlinje.scheduling.models import Appointment, AppointmentStatus, Slot
from fastlinje.worklist.models import Task
from tests.scheduling.commands.test_booking import refused
from tests.scheduling_world import OWNER, a_day, a_schedule, a_service, a_slot, appointment_row, slot_row


@pytest.fixture
def booked(book, siri):
    """Kari's time with Berg at nine, booked by the office."""
    return book_for(book, siri, book.first)


def book_for(book, siri, slot, **given):
    given = {"patient_id": book.cast.kari_patient.pk, **given}
    return book_for_patient(actor=siri, now=now(), slot_id=slot.pk, **given)


def begin(appointment_id, ago: timedelta) -> None:
    """Let an appointment's time have come."""
    start = now() - ago
    times = {"start_at": start, "end_at": start + timedelta(minutes=20)}
    Appointment.objects.using(OWNER).filter(pk=appointment_id).update(**times)


# booking


def test_the_office_books_for_somebody_who_never_logs_in(book, siri):
    """F-187: Astrid has chosen no consent, and is a patient all the same."""
    made = book_for(book, siri, book.first, patient_id=book.cast.astrid_patient.pk, reason="Kontroll av blodtrykk")
    row, task = appointment_row(made), Task.objects.using(OWNER).get(focus_id=made)
    assert (row.status, row.person_id, row.author_id, row.reason) == ("booked", book.cast.astrid.pk, None, "Kontroll av blodtrykk")
    assert slot_row(book.first).status == "busy"
    assert (task.turn, task.unread_by_person, task.unread_by_office) == ("nobody", True, False)
    line = AppointmentStatus.objects.using(OWNER).get(appointment=row)
    assert (line.by_name, line.by_office) == ("Siri Holm", True)


def test_a_time_people_cannot_book_is_the_offices_to_give(book, siri):
    """F-131"""
    slot = book.add(time(11), online=False)
    assert appointment_row(book_for(book, siri, slot)).slot_id == slot.pk


def test_the_same_key_books_once(book, siri):
    key = "en-noekkel-for-booking"
    first = book_for(book, siri, book.first, key=key)
    assert book_for(book, siri, book.first, key=key) == first


def test_a_phone_appointment_has_the_number(book, siri):
    """F-027"""
    phone = a_slot(book.schedule, a_service(siri, name="Telefontime", modality="phone"), time(12))
    refused("phone_missing", book_for_patient, actor=siri, slot_id=phone.pk, patient_id=book.cast.kari_patient.pk)
    assert appointment_row(book_for(book, siri, phone, phone="900 00 001")).phone == "+4790000001"


def test_what_is_taken_is_refused(book, siri, kari):
    """AD-61"""
    book_appointment(actor=kari, now=now(), slot_id=book.first.pk)
    astrid = book.cast.astrid_patient.pk
    refused("slot_taken", book_for_patient, actor=siri, slot_id=book.first.pk, patient_id=astrid)


def test_what_somebody_is_choosing_is_refused(book, siri, kari):
    hold_slot(actor=kari, now=now(), slot_id=book.first.pk)
    refused("slot_held", book_for_patient, actor=siri, slot_id=book.first.pk, patient_id=book.cast.astrid_patient.pk)
    later = now() + timedelta(minutes=6)
    book_for_patient(actor=siri, now=later, slot_id=book.first.pk, patient_id=book.cast.astrid_patient.pk)


def test_what_has_been_is_refused(book, siri):
    past = a_slot(book.schedule, book.service, start_at=now() - timedelta(hours=1))
    refused("in_the_past", book_for_patient, actor=siri, slot_id=past.pk, patient_id=book.cast.kari_patient.pk)


def test_two_at_once_are_refused_unless_the_office_allows_it(book, siri, booked):
    other = a_slot(a_schedule(siri, None, "Laboratoriet"), book.service, time(9, 10))
    refused("overlap", book_for_patient, actor=siri, slot_id=other.pk, patient_id=book.cast.kari_patient.pk)
    type(book.cast.tangen).objects.using(OWNER).filter(pk=book.cast.tangen.pk).update(appointments_may_overlap=True)
    assert book_for(book, siri, other)


def test_a_long_reason_is_refused(book, siri):
    patient = book.cast.kari_patient.pk
    refused("reason_too_long", book_for_patient, actor=siri, slot_id=book.first.pk, patient_id=patient, reason="x" * 201)


def test_foreign_and_missing_patients_and_times_are_alike(book, siri, cast, logins):
    """AD-13"""
    for patient in (cast.per_patient.pk, new_id()):
        refused("not_found", book_for_patient, actor=siri, slot_id=book.first.pk, patient_id=patient)
    gro = logins.actor(GRO, Face.STAFF, practice=cast.vika)
    for slot in (book.first.pk, new_id()):
        refused("slot_gone", book_for_patient, actor=gro, slot_id=slot, patient_id=cast.per_patient.pk)
    assert not Appointment.objects.using(OWNER).exists()


# moving


def test_moving_gives_the_old_time_back(book, siri, booked):
    """F-018"""
    move_for_patient(actor=siri, now=now(), appointment_id=booked, slot_id=book.second.pk)
    row = appointment_row(booked)
    assert (row.slot_id, row.start_at, row.status) == (book.second.pk, book.second.start_at, "booked")
    assert (slot_row(book.first).status, slot_row(book.second).status) == ("free", "busy")


def test_a_move_that_is_refused_changes_nothing(book, siri, booked):
    """F-018: the old time is kept until the new one is sure."""
    book_for(book, siri, book.second, patient_id=book.cast.astrid_patient.pk)
    refused("slot_taken", move_for_patient, actor=siri, appointment_id=booked, slot_id=book.second.pk)
    assert appointment_row(booked).slot_id == book.first.pk
    assert slot_row(book.first).status == "busy"


def test_moving_onto_itself_is_refused(book, siri, booked):
    refused("slot_taken", move_for_patient, actor=siri, appointment_id=booked, slot_id=book.first.pk)


def test_a_move_to_the_phone_needs_a_number(book, siri, booked):
    phone = a_slot(book.schedule, a_service(siri, name="Telefontime", modality="phone"), time(12))
    refused("phone_missing", move_for_patient, actor=siri, appointment_id=booked, slot_id=phone.pk)


def test_what_has_begun_is_not_moved(book, siri, booked):
    begin(booked, timedelta(minutes=1))
    refused("in_the_past", move_for_patient, actor=siri, appointment_id=booked, slot_id=book.second.pk)


def test_another_office_moves_nothing(book, cast, logins, booked):
    """AD-07"""
    gro = logins.actor(GRO, Face.STAFF, practice=cast.vika)
    refused("not_found", move_for_patient, actor=gro, appointment_id=booked, slot_id=book.second.pk)


def test_several_are_moved_together_or_not_at_all(book, siri, booked):
    """F-193"""
    astrids = book_for(book, siri, book.second, patient_id=book.cast.astrid_patient.pk)
    substitute = a_schedule(siri, book.cast.lie_role, "Lege Lie")
    one, two = (a_slot(substitute, book.service, at) for at in (time(9), time(9, 20)))
    day = {"schedule_id": book.schedule, "day": a_day()}
    refused("slot_taken", move_day, actor=siri, **day, moves=[(booked, one.pk), (astrids, one.pk)])
    assert appointment_row(booked).slot_id == book.first.pk
    refused("day_changed", move_day, actor=siri, schedule_id=book.schedule, day=a_day() + timedelta(1), moves=[(booked, one.pk)])
    move_day(actor=siri, now=now(), **day, moves=[(booked, one.pk), (astrids, two.pk)])
    assert (appointment_row(booked).slot_id, appointment_row(astrids).slot_id) == (one.pk, two.pk)
    refused("nothing_to_move", move_day, actor=siri, **day, moves=[])
    refused("day_changed", move_day, actor=siri, **day, moves=[(booked, book.third.pk)])


# calling off


def test_the_office_calls_off(book, siri, booked):
    """F-021: never late when it is the office's doing."""
    cancel_for_patient(actor=siri, now=now(), appointment_id=booked, by_patient=False, text="Legen er\nborte.")
    row = appointment_row(booked)
    assert (row.status, row.end_reason, row.end_text, row.cancelled_late) == ("cancelled", "by_office", "Legen er\nborte.", False)
    assert slot_row(book.first).status == "free"
    refused("already_cancelled", cancel_for_patient, actor=siri, appointment_id=booked, by_patient=False)


@pytest.mark.parametrize(("by_patient", "passed", "late"), [(True, True, True), (True, False, False), (False, True, False)])
def test_it_is_late_when_the_patient_is(siri, booked, by_patient, passed, late):
    """F-017"""
    cancel_by = now() + timedelta(hours=-1 if passed else 1)
    Appointment.objects.using(OWNER).filter(pk=booked).update(cancel_by=cancel_by)
    cancel_for_patient(actor=siri, now=now(), appointment_id=booked, by_patient=by_patient)
    assert appointment_row(booked).cancelled_late is late


def test_a_late_mark_can_be_set_and_taken_away(book, siri, booked):
    """F-192"""
    refused("wrong_state", mark_late_cancellation, actor=siri, appointment_id=booked, late=True)
    cancel_for_patient(actor=siri, now=now(), appointment_id=booked, by_patient=True)
    for late in (True, False):
        mark_late_cancellation(actor=siri, now=now(), appointment_id=booked, late=late)
        assert appointment_row(booked).cancelled_late is late


def test_a_long_text_is_refused(siri, booked):
    refused("text_too_long", cancel_for_patient, actor=siri, appointment_id=booked, by_patient=False, text="x" * 301)


def test_what_has_begun_is_not_called_off(siri, booked):
    begin(booked, timedelta(minutes=1))
    refused("in_the_past", cancel_for_patient, actor=siri, appointment_id=booked, by_patient=False)


def test_a_whole_day_is_called_off(book, siri, booked):
    """F-193: everybody is told once, and nobody can book what is left."""
    astrids = book_for(book, siri, book.second, patient_id=book.cast.astrid_patient.pk)
    refused("day_changed", cancel_day, actor=siri, schedule_id=book.schedule, day=a_day(), seen=[booked])
    cancel_day(actor=siri, now=now(), schedule_id=book.schedule, day=a_day(), seen=[booked, astrids], text="Legen er syk.")
    for appointment in (booked, astrids):
        row = appointment_row(appointment)
        assert (row.status, row.end_reason, row.end_text) == ("cancelled", "clinician_away", "Legen er syk.")
    assert {slot_row(slot).status for slot in (book.first, book.second, book.third)} == {"busy-unavailable"}


def test_other_days_and_other_calendars_stand(book, siri, booked):
    elsewhere = a_slot(a_schedule(siri, None, "Laboratoriet"), book.service, time(9))
    tomorrow = book.add(time(9), day=a_day() + timedelta(days=1))
    cancel_day(actor=siri, now=now(), schedule_id=book.schedule, day=a_day(), seen=[booked])
    assert (slot_row(elsewhere).status, slot_row(tomorrow).status) == ("free", "free")


def test_another_offices_day_is_not_found(book, cast, logins):
    gro = logins.actor(GRO, Face.STAFF, practice=cast.vika)
    refused("not_found", cancel_day, actor=gro, schedule_id=book.schedule, day=a_day(), seen=[])
    refused("not_found", cancel_day, actor=gro, schedule_id=new_id(), day=a_day(), seen=[])


# marking


def test_marks_and_taking_them_back(siri, booked):
    """F-192"""
    begin(booked, timedelta(minutes=5))
    for status in ("noshow", "arrived", "booked", "arrived", "fulfilled", "arrived"):
        mark_appointment(actor=siri, now=now(), appointment_id=booked, status=status)
        assert appointment_row(booked).status == status
    refused("wrong_state", mark_appointment, actor=siri, appointment_id=booked, status="cancelled")
    refused("wrong_state", mark_appointment, actor=siri, appointment_id=booked, status="tull")


def test_nobody_has_met_before_the_day_nor_failed_to_before_the_time(siri, booked):
    refused("too_early", mark_appointment, actor=siri, appointment_id=booked, status="arrived")
    refused("too_early", mark_appointment, actor=siri, appointment_id=booked, status="noshow")


def test_a_mark_is_in_the_log_but_no_news(siri, booked):
    begin(booked, timedelta(minutes=5))
    Task.objects.using(OWNER).filter(focus_id=booked).update(unread_by_person=False)
    mark_appointment(actor=siri, now=now(), appointment_id=booked, status="arrived")
    assert AuditEvent.objects.using(OWNER).filter(action="appointment.mark", entity_id=booked).count() == 1
    assert not Task.objects.using(OWNER).get(focus_id=booked).unread_by_person


# times


def test_closing_and_opening(book, siri):
    """F-131"""
    close_slot(actor=siri, now=now(), slot_id=book.first.pk)
    assert slot_row(book.first).status == "busy-unavailable"
    refused("slot_closed", close_slot, actor=siri, slot_id=book.first.pk)
    refused("slot_closed", book_for_patient, actor=siri, slot_id=book.first.pk, patient_id=book.cast.kari_patient.pk)
    open_slot(actor=siri, now=now(), slot_id=book.first.pk)
    assert slot_row(book.first).status == "free"
    refused("not_closed", open_slot, actor=siri, slot_id=book.first.pk)


def test_a_booked_time_is_not_closed(book, siri, booked):
    refused("slot_taken", close_slot, actor=siri, slot_id=book.first.pk)


def test_a_time_of_its_own(book, siri):
    start = book.third.end_at
    slot = add_slot(actor=siri, now=now(), schedule_id=book.schedule, service_id=book.service, start_at=start)
    row = slot_row(slot)
    assert (row.start_at, row.end_at, row.online, row.status) == (start, start + timedelta(minutes=20), False, "free")


def test_times_that_overlap_are_refused_by_the_database(book, siri):
    given = {"schedule_id": book.schedule, "service_id": book.service}
    refused("times_overlap", add_slot, actor=siri, start_at=book.first.start_at + timedelta(minutes=5), **given)
    refused("in_the_past", add_slot, actor=siri, start_at=now() - timedelta(minutes=1), **given)
    refused("not_found", add_slot, actor=siri, start_at=book.third.end_at, schedule_id=new_id(), service_id=book.service)
    assert Slot.objects.using(OWNER).count() == 3
