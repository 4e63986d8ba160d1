"""What people are told about their times: one notice for each change, and nothing of what it is about (F-019–F-022, F-185)."""

from datetime import time, timedelta

import pytest

from fastlinje.audit import gate
from fastlinje.core.actor import Actor, Face
from fastlinje.core.clock import OSLO, now
from fastlinje.core.identifiers import new_id
from fastlinje.nonprod.cast import SIRI
from fastlinje.notifications.models import Notice
from fastlinje.notifications.templates import wording
from fastlinje.people.models import RelatedPerson
from fastlinje.scheduling.commands.answer_request_with_booking import answer_request_with_booking
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.book_for_patient import book_for_patient
from fastlinje.scheduling.commands.cancel_appointment import cancel_appointment
from fastlinje.scheduling.commands.cancel_for_patient import cancel_for_patient
from fastlinje.scheduling.commands.decline_request import decline_request
from fastlinje.scheduling.commands.move_appointment import move_appointment
from fastlinje.scheduling.commands.move_for_patient import move_for_patient
from fastlinje.scheduling.commands.offer_times import offer_times
from fastlinje.scheduling.commands.request_appointment import request_appointment
from fastlinje.scheduling.commands.request_for_patient import request_for_patient
from fastlinje.scheduling.models import Appointment
from fastlinje.scheduling.who_is_told import who_is_told
from tests.scheduling_world import OWNER, Book, a_service, a_slot
from tests.worker import Worker


@pytest.fixture
def siri(logins):
    return logins.actor(SIRI, Face.STAFF)


@pytest.fixture
def book(cast, siri) -> Book:
    return Book(cast, siri)


@pytest.fixture
def told(worker):
    """The templates of the notices that what was done has led to, oldest first."""

    def run() -> list[str]:
        worker.run()
        found = [notice.template for notice in Notice.objects.using(OWNER).order_by("created_at", "id")]
        Notice.objects.using(OWNER).all().delete()
        return found

    return run


def test_one_for_each_change(book, kari, siri, told):
    """F-185: a move is one notice, never a cancellation and a new one."""
    made = book_appointment(actor=kari, now=now(), slot_id=book.first.pk, reason="Kløe")
    assert told() == ["appointment_booked"]
    move_appointment(actor=kari, now=now(), appointment_id=made, slot_id=book.second.pk)
    assert told() == ["appointment_moved"]
    move_for_patient(actor=siri, now=now(), appointment_id=made, slot_id=book.third.pk)
    assert told() == ["appointment_moved"]
    cancel_for_patient(actor=siri, now=now(), appointment_id=made, by_patient=False, text="Legen er syk")
    assert told() == ["appointment_cancelled"]


def test_what_is_asked_by_phone_is_told_as_what_they_ask_themselves(book, cast, siri, told):
    """F-187"""
    kari = cast.kari_patient.pk
    asked = request_for_patient(actor=siri, now=now(), patient_id=kari, service_id=book.service, preferences={})
    assert told() == ["request_received"]
    offer_times(actor=siri, now=now(), appointment_id=asked, slot_ids=[book.first.pk])
    assert told() == ["times_offered"]
    answer_request_with_booking(actor=siri, now=now(), appointment_id=asked, slot_id=book.second.pk)
    assert told() == ["appointment_booked"]


def wait(worker, minutes: int = 6) -> None:
    worker.run()
    worker.run(until=now() + timedelta(minutes=minutes))


def rows() -> list[tuple[str, str, str]]:
    """Every notice: its template, what became of it, and why."""
    return list(Notice.objects.using(OWNER).order_by("created_at", "id").values_list("template", "status", "last_error"))


@pytest.fixture
def cancelled(book, cast, siri, worker, installation):
    """Siri has just called off Kari's time, and nobody is told yet."""
    made = book_for_patient(actor=siri, now=now(), slot_id=book.first.pk, patient_id=cast.kari_patient.pk)
    worker.run()
    Notice.objects.using(OWNER).all().delete()
    cancel_for_patient(actor=siri, now=now(), appointment_id=made, by_patient=True)
    worker.run()
    assert rows() == [("appointment_cancelled", "queued", "")]


def test_cancelled_and_booked_anew_is_one_notice(book, cast, siri, worker, cancelled):
    """F-185: told as a move, and the cancellation is told to nobody."""
    book_for_patient(actor=siri, now=now(), slot_id=book.second.pk, patient_id=cast.kari_patient.pk)
    wait(worker)
    assert rows() == [("appointment_cancelled", "dropped", "replaced"), ("appointment_moved", "sent", "")]
    values = Notice.objects.using(OWNER).get(status="sent").values
    assert values["when"] == book.second.start_at.isoformat()


def test_cancelled_for_good_is_told_after_a_little_while(worker, cancelled):
    wait(worker)
    assert rows() == [("appointment_cancelled", "sent", "")]


def test_once_it_is_told_a_new_time_is_a_new_time(book, cast, siri, worker, cancelled):
    wait(worker)
    book_for_patient(actor=siri, now=now(), slot_id=book.second.pk, patient_id=cast.kari_patient.pk)
    wait(worker)
    assert rows() == [("appointment_cancelled", "sent", ""), ("appointment_booked", "sent", "")]


def test_one_cancellation_is_one_move(book, cast, siri, worker, cancelled):
    for slot in (book.second, book.third):
        book_for_patient(actor=siri, now=now(), slot_id=slot.pk, patient_id=cast.kari_patient.pk)
    wait(worker)
    assert sorted(template for template, status, _why in rows() if status == "sent") == ["appointment_booked", "appointment_moved"]


def test_something_else_is_no_move(book, cast, siri, worker, cancelled):
    """Neither another kind of time, nor another patient's, nor one that the patient books."""
    vaccine = a_service(book.staff, name="Influensavaksine", kind="influenza_vaccine")
    book_for_patient(actor=siri, now=now(), slot_id=a_slot(book.schedule, vaccine, time(14)).pk, patient_id=cast.kari_patient.pk)
    book_for_patient(actor=siri, now=now(), slot_id=book.second.pk, patient_id=cast.astrid_patient.pk)
    wait(worker)
    assert sorted(template for template, _status, _why in rows()) == ["appointment_booked"] * 2 + ["appointment_cancelled"]
    assert ("appointment_cancelled", "sent", "") in rows()


def test_a_patient_who_books_anew_themselves_is_told_both(book, kari, worker, cancelled):
    book_appointment(actor=kari, now=now(), slot_id=book.second.pk)
    wait(worker)
    assert {template for template, status, _why in rows() if status == "sent"} == {"appointment_cancelled", "appointment_booked"}


def test_who_may_be_on_the_way_is_told_without_delay(book, cast, siri, worker, installation):
    soon = a_slot(book.schedule, book.service, start_at=now() + timedelta(minutes=90))
    made = book_for_patient(actor=siri, now=now(), slot_id=soon.pk, patient_id=cast.kari_patient.pk)
    cancel_for_patient(actor=siri, now=now(), appointment_id=made, by_patient=False)
    worker.run()
    assert rows() == [("appointment_cancelled", "sent", "")]


@pytest.mark.parametrize("modality", ["phone", "video"])
def test_moved_where_nobody_is_to_turn_up(book, kari, siri, told, modality):
    service = a_service(book.staff, name="Annerledes", modality=modality)
    before, after = (a_slot(book.schedule, service, time(hour)) for hour in (14, 15))
    made = book_appointment(actor=kari, now=now(), slot_id=before.pk, phone="90000001")
    told()
    move_for_patient(actor=siri, now=now(), appointment_id=made, slot_id=after.pk)
    assert told() == [f"appointment_moved_{modality}"]


def test_two_moves_before_anybody_was_told_are_one_notice(book, kari, siri, told):
    made = book_appointment(actor=kari, now=now(), slot_id=book.first.pk)
    assert told() == ["appointment_booked"]
    for slot in (book.second, book.third):
        move_for_patient(actor=siri, now=now(), appointment_id=made, slot_id=slot.pk)
    assert told() == ["appointment_moved"]


def test_who_cancels_themselves_knows(book, kari, told):
    made = book_appointment(actor=kari, now=now(), slot_id=book.first.pk)
    cancel_appointment(actor=kari, now=now(), appointment_id=made)
    assert told() == []


@pytest.mark.parametrize(("modality", "template"), [("phone", "appointment_phone"), ("video", "appointment_video")])
def test_how_one_meets(book, kari, told, modality, template):
    service = a_service(book.staff, name="Annerledes", modality=modality)
    book_appointment(actor=kari, now=now(), slot_id=a_slot(book.schedule, service, time(14)).pk, phone="90000001")
    assert told() == [template]


def test_what_becomes_of_a_request(book, kari, siri, told):
    asked = [request_appointment(actor=kari, now=now(), service_id=book.service, reason="Kløe", preferences={}) for _ in range(2)]
    assert told() == ["request_received"] * 2
    offer_times(actor=siri, now=now(), appointment_id=asked[0], slot_ids=[book.first.pk])
    assert told() == ["times_offered"]
    answer_request_with_booking(actor=siri, now=now(), appointment_id=asked[0], slot_id=book.second.pk)
    assert told() == ["appointment_booked"]
    decline_request(actor=siri, now=now(), appointment_id=asked[1], reason="no_times")
    assert told() == ["request_declined"]


def test_nothing_of_what_it_is_about(book, kari, worker):
    """AD-72"""
    book_appointment(actor=kari, now=now(), slot_id=book.first.pk, reason="Kløe etter hivtest")
    worker.run()
    notice = Notice.objects.using(OWNER).get()
    said = wording(notice.template, notice.values, "nb")
    assert said.sentence.startswith("Du har fått time hos Tangen legekontor ")
    for telling in ("Kløe", "hivtest", "Legetime", "Berg", "Kari"):
        assert telling not in f"{said.subject} {said.sentence} {notice.values}"


def test_told_at_night_only_when_it_is_soon(book, cast, siri, worker, installation):
    """rules.md 4.5"""
    hour = now().astimezone(OSLO).hour
    installation(quiet_hours=(hour, (hour + 2) % 24))
    book_for_patient(actor=siri, now=now(), slot_id=book.first.pk, patient_id=cast.kari_patient.pk)
    worker.run()
    assert Notice.objects.using(OWNER).get().status == "queued"
    soon = a_slot(book.schedule, book.service, start_at=now() + timedelta(hours=5))
    book_for_patient(actor=siri, now=now(), slot_id=soon.pk, patient_id=cast.kari_patient.pk)
    worker.run()
    statuses = Notice.objects.using(OWNER).order_by("created_at").values_list("status", flat=True)
    assert list(statuses) == ["queued", "sent"]


def relate(person, related, **fields):
    RelatedPerson.objects.using(OWNER).create(
        **{"id": new_id(), "person": person, "related": related, "basis": "parental", "source": "register:test",
           "shares_address": True, "checked_at": now(), "created_at": now()} | fields
    )  # fmt: skip


def test_who_is_told(book, cast, siri):
    """A child's parents when the office booked; whoever booked, while they may act; of what is shielded only the person."""
    made = book_for_patient(actor=siri, now=now(), slot_id=book.first.pk, patient_id=cast.kari_patient.pk)
    row = Appointment.objects.using(OWNER).select_related("patient").get(pk=made)
    relate(cast.kari, cast.per)
    with Worker().connected(), gate.reading(Actor.job("test"), now=now()):
        assert who_is_told(row, now()) == (cast.kari.pk,)
        row.patient.birth_date = now().date() - timedelta(days=365 * 9)
        assert who_is_told(row, now()) == (cast.kari.pk, cast.per.pk)
        row.author_id = cast.per.pk
        assert who_is_told(row, now()) == (cast.per.pk,)
        row.author_id = cast.astrid.pk
        assert who_is_told(row, now()) == (cast.kari.pk, cast.per.pk), "who booked may not act any longer"
        row.shielded = True
        assert who_is_told(row, now()) == (cast.kari.pk,)
