"""Somebody has another GP than before: what they have in the book of the office they have left (F-081)."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest

from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Actor, Face
from fastlinje.core.clock import now
from fastlinje.core.refusal import Refused
from fastlinje.nonprod.cast import KARI, SIRI
from fastlinje.notifications.models import Notice
from fastlinje.practices.commands.apply_gp import apply_gp
from fastlinje.practices.models import Patient
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.cancel_appointment import cancel_appointment
from fastlinje.scheduling.commands.hold_slot import hold_slot
from fastlinje.scheduling.commands.join_waiting_list import join_waiting_list
from fastlinje.scheduling.commands.leave_office import leave_office
from fastlinje.scheduling.commands.move_appointment import move_appointment
from fastlinje.scheduling.commands.offer_next import offer_next
from fastlinje.scheduling.commands.offer_times import offer_times
from fastlinje.scheduling.commands.request_appointment import request_appointment
from fastlinje.scheduling.models import Appointment, AppointmentOffer, Hold, WaitingListEntry
from fastlinje.worklist.models import Task
from tests.scheduling_world import OWNER, appointment_row, slot_row

JOB = Actor.job("test")


@pytest.fixture
def leave(cast, worker) -> Callable[[], None]:
    """The register says that Kari has a GP who is not here."""

    def run() -> None:
        with worker.connected():
            apply_gp(actor=JOB, now=now(), person_id=cast.kari.pk, membership=None)
        worker.run()

    return run


@pytest.fixture
def booked(book, kari):
    """Kari has 9.40."""
    return book_appointment(actor=kari, now=now(), slot_id=book.third.pk)


def told() -> list[str]:
    return sorted(Notice.objects.using(OWNER).filter(template="left_office").values_list("event_key", flat=True))


def task_of(appointment_id) -> Task:
    return Task.objects.using(OWNER).get(focus_id=appointment_id)


def test_a_booked_time_stands_and_both_sides_are_told(booked, leave, worker, logins):
    worker.run()
    leave()
    assert appointment_row(booked).status == "booked"
    task = task_of(booked)
    assert (task.turn, task.unread_by_person) == ("office", True)
    assert len(told()) == 1
    page = logins.client(KARI).get(f"/timer/{booked}/").content.decode()
    for sentence in (
        "Timen er hos ditt gamle legekontor, Tangen legekontor.",
        "Du kan avbestille uten gebyr til",
        f"/timer/{booked}/avbestill",
    ):
        assert sentence in page
    assert "Flytt timen" not in page
    assert "Si fra om tidligere time" not in page


def test_the_office_finds_it_and_lets_it_stand(book, booked, leave, logins):
    leave()
    siri = logins.client(SIRI, Face.STAFF)
    assert "Har en annen fastlege" in siri.get("/kontor/arbeidsliste/").content.decode()
    address = f"/kontor/kalender/timer/{booked}/"
    opened = siri.get(address).content.decode()
    assert "La timen stå" in opened
    assert "ikke på liste her" in opened
    day = appointment_row(booked).start_at.date().isoformat()
    assert "Har en annen fastlege" in siri.get(f"/kontor/kalender/?dag={day}").content.decode()
    for _ in range(2):
        assert siri.post(f"{address}star/").status_code == 302
    assert "La timen stå" not in siri.get(address).content.decode()
    assert "Har en annen fastlege" not in siri.get("/kontor/arbeidsliste/").content.decode()
    assert (task_of(booked).turn, appointment_row(booked).status) == ("nobody", "booked")


def test_the_person_can_cancel_it(booked, leave, kari):
    leave()
    assert cancel_appointment(actor=kari, now=now(), appointment_id=booked) is False
    assert task_of(booked).turn == "nobody"


def test_after_the_deadline_the_page_says_to_call_first(booked, leave, logins):
    Appointment.objects.using(OWNER).update(cancel_by=now() - timedelta(minutes=1))
    leave()
    assert "Ring kontoret før du avbestiller" in logins.client(KARI).get(f"/timer/{booked}/").content.decode()


def test_it_can_be_neither_moved_nor_waited_with(book, booked, leave, kari):
    leave()
    with pytest.raises(Refused, match="left_office"):
        move_appointment(actor=kari, now=now(), appointment_id=booked, slot_id=book.first.pk)
    with pytest.raises(Refused, match="left_office"):
        join_waiting_list(actor=kari, now=now(), appointment_id=booked)
    assert appointment_row(booked).slot_id == book.third.pk


def test_what_is_held_offered_asked_and_waited_for_goes_with_one_notice(book, booked, kari, siri, leave, worker):
    join_waiting_list(actor=kari, now=now(), appointment_id=booked)
    with worker.connected():
        offer_next(actor=JOB, now=now(), slot_id=book.first.pk)
    asked = request_appointment(actor=kari, now=now(), service_id=book.service, reason="", preferences={})
    offer_times(actor=siri, now=now(), appointment_id=asked, slot_ids=[book.second.pk])
    hold_slot(actor=kari, now=now(), slot_id=book.add(time(10)).pk)
    leave()
    assert WaitingListEntry.objects.using(OWNER).get().state == "left"
    assert set(AppointmentOffer.objects.using(OWNER).values_list("state", flat=True)) == {"withdrawn"}
    assert not Hold.objects.using(OWNER).exists()
    assert [slot_row(slot).status for slot in (book.first, book.second, book.third)] == ["free", "free", "busy"]
    ended = appointment_row(asked)
    assert (ended.status, ended.end_reason) == ("cancelled", "gp_changed")
    assert len(told()) == 1


def test_told_twice_nothing_more_happens(cast, booked, leave, worker):
    leave()
    left_at = told()[0].rpartition(f"{cast.tangen.pk}:")[2]
    with worker.connected():
        leave_office(actor=JOB, now=now(), person_id=cast.kari.pk, practice_id=cast.tangen.pk, left_at=left_at)
    worker.run()
    assert len(told()) == 1


def test_somebody_who_is_back_keeps_everything(cast, booked, kari, worker):
    join_waiting_list(actor=kari, now=now(), appointment_id=booked)
    with worker.connected():
        apply_gp(actor=JOB, now=now(), person_id=cast.kari.pk, membership=None)
        Patient.objects.using(OWNER).filter(pk=cast.kari_patient.pk).update(active=True)
    worker.run()
    assert WaitingListEntry.objects.using(OWNER).get().state == "waiting"
    assert told() == []


def test_without_anything_there_nobody_is_told(book, kari, leave):
    leave()
    assert told() == []
    assert not AuditEvent.objects.using(OWNER).filter(action__startswith="appointment.leave").exists()
