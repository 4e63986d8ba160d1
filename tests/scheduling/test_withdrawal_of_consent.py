"""Whoever withdraws their consent keeps nothing from others; what is booked stays with the office (F-006, AD-32)."""

import pytest

from fastlinje.core.actor import Actor, ConsentLevel
from fastlinje.core.clock import now
from fastlinje.dialogue.commands.withdraw_consent import withdraw_consent
from fastlinje.nonprod.cast import ASTRID
from fastlinje.people.models import Person
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.hold_slot import hold_slot
from fastlinje.scheduling.commands.join_waiting_list import join_waiting_list
from fastlinje.scheduling.commands.offer_next import offer_next
from fastlinje.scheduling.commands.offer_times import offer_times
from fastlinje.scheduling.commands.request_appointment import request_appointment
from fastlinje.scheduling.models import AppointmentOffer, Hold, WaitingListEntry
from fastlinje.worklist.models import Task
from tests.scheduling_world import OWNER, appointment_row, slot_row


def withdraw(actor, level: ConsentLevel = ConsentLevel.BASIS) -> None:
    withdraw_consent(actor=actor, now=now(), level=level)


@pytest.fixture
def waiting(book, kari):
    """Kari has 9.40 and waits for something earlier."""
    booked = book_appointment(actor=kari, now=now(), slot_id=book.third.pk)
    join_waiting_list(actor=kari, now=now(), appointment_id=booked)
    return booked


def entry() -> WaitingListEntry:
    return WaitingListEntry.objects.using(OWNER).get()


@pytest.mark.parametrize("level", [ConsentLevel.BASIS, ConsentLevel.NONE])
def test_a_held_time_is_free_again(book, kari, worker, level):
    hold_slot(actor=kari, now=now(), slot_id=book.first.pk)
    withdraw(kari, level)
    worker.run()
    assert slot_row(book.first).held_until is None
    assert not Hold.objects.using(OWNER).exists()


def test_a_place_on_the_waiting_list_is_given_up_and_the_appointment_stands(book, kari, waiting, worker):
    withdraw(kari)
    worker.run()
    assert entry().state == "left"
    assert appointment_row(waiting).status == "booked"
    assert slot_row(book.third).status == "busy"


def test_an_earlier_time_on_offer_goes_to_others(book, kari, waiting, worker):
    with worker.connected():
        offer_next(actor=Actor.job("test"), now=now(), slot_id=book.first.pk)
    assert slot_row(book.first).status == "busy-tentative"
    withdraw(kari)
    worker.run()
    assert entry().state == "left"
    assert AppointmentOffer.objects.using(OWNER).get().state == "withdrawn"
    assert slot_row(book.first).status == "free"
    assert appointment_row(waiting).status == "booked"


def test_offered_times_go_back_and_the_request_waits_for_the_office(book, kari, siri, worker):
    asked = request_appointment(actor=kari, now=now(), service_id=book.service, reason="", preferences={})
    offer_times(actor=siri, now=now(), appointment_id=asked, slot_ids=[book.first.pk, book.second.pk])
    withdraw(kari)
    worker.run()
    assert appointment_row(asked).status == "proposed"
    assert [slot_row(slot).status for slot in (book.first, book.second)] == ["free", "free"]
    assert Task.objects.using(OWNER).get(focus_id=asked).unread_by_office


def test_nothing_goes_for_somebody_who_consents_again(book, cast, kari, waiting, worker):
    hold_slot(actor=kari, now=now(), slot_id=book.first.pk)
    withdraw(kari)
    Person.objects.using(OWNER).filter(pk=cast.kari.pk).update(consent_level=ConsentLevel.FULL)
    worker.run()
    assert entry().state == "waiting"
    assert Hold.objects.using(OWNER).exists()


def test_nothing_of_others_goes(book, cast, kari, logins, waiting, worker):
    Person.objects.using(OWNER).update(consent_level="full")
    astrid = logins.actor(ASTRID)
    hold_slot(actor=astrid, now=now(), slot_id=book.first.pk)
    withdraw(astrid)
    worker.run()
    assert entry().state == "waiting"
