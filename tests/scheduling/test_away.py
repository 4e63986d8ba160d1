"""Somebody is away: nobody is left with a time that will not be kept, and nobody gets a new one (F-193)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection

from fastlinje.core.actor import Actor
from fastlinje.core.clock import now
from fastlinje.core.refusal import Refused
from fastlinje.nonprod.cast import ASTRID
from fastlinje.notifications.models import Notice
from fastlinje.people.models import Person
from fastlinje.scheduling import clearing
from fastlinje.scheduling.chores import end_offers
from fastlinje.scheduling.commands.accept_offer import accept_offer
from fastlinje.scheduling.commands.add_exception import add_exception, remove_exception
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.cancel_appointment import cancel_appointment
from fastlinje.scheduling.commands.cancel_for_patient import cancel_day
from fastlinje.scheduling.commands.define_service import define_service
from fastlinje.scheduling.commands.hold_slot import hold_slot
from fastlinje.scheduling.commands.join_waiting_list import join_waiting_list
from fastlinje.scheduling.commands.mark_appointment import mark_appointment
from fastlinje.scheduling.commands.move_appointment import move_appointment
from fastlinje.scheduling.commands.move_for_patient import move_day
from fastlinje.scheduling.commands.offer_times import offer_times
from fastlinje.scheduling.commands.open_slot import open_slot
from fastlinje.scheduling.commands.request_appointment import request_appointment
from fastlinje.scheduling.models import AppointmentOffer, AppointmentService, Slot, WaitingListEntry
from tests.scheduling_world import OWNER, a_day, a_schedule, a_slot, appointment_row, slot_row

CLOSED = "busy-unavailable"


@pytest.fixture(autouse=True)
def a_monday_at_noon():
    with time_machine.travel(datetime(2027, 1, 11, 11, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def astrid(cast, logins) -> Actor:
    """Astrid, on Berg's list too, with full consent."""
    Person.objects.using(OWNER).filter(pk=cast.astrid.pk).update(consent_level="full")
    return logins.actor(ASTRID)


@pytest.fixture
def booked(book, kari):
    """Kari has nine o'clock."""
    return book_appointment(actor=kari, now=now(), slot_id=book.first.pk)


@pytest.fixture
def offered(book, siri, astrid):
    """Astrid has asked, and may choose between 9.20 that day and the same a week later."""
    request = request_appointment(actor=astrid, now=now(), service_id=book.service, preferences={})
    later = book.add(time(9, 20), day=a_day() + timedelta(days=7))
    offer_times(actor=siri, now=now(), appointment_id=request, slot_ids=[book.second.pk, later.pk])
    return request


@pytest.fixture
def substitute(book, siri):
    """Lie has nine o'clock too."""
    return a_slot(a_schedule(siri, book.cast.lie_role, "Lege Lie"), book.service, time(9))


def refused(code: str, command, **arguments) -> None:
    with pytest.raises(Refused) as refusal:
        command(now=now(), **arguments)
    assert refusal.value.code == code


def statuses(*slots: Slot) -> list[str]:
    return [slot_row(slot).status for slot in slots]


def offers_of(appointment_id) -> list[str]:
    return list(
        AppointmentOffer.objects.using(OWNER).filter(appointment_id=appointment_id).order_by("id").values_list("state", flat=True)
    )


def meanwhile(monkeypatch, name: str, act: Callable[[], object]) -> None:
    """Let somebody else do this on a connection of their own, right before the command calls `clearing.<name>` the first time."""
    real, done = getattr(clearing, name), []

    def elsewhere() -> object:
        try:
            return act()
        finally:
            connection.close()

    def first(*args, **kwargs):
        if not done:
            with ThreadPoolExecutor(1) as pool:
                done.append(pool.submit(elsewhere).result())
        return real(*args, **kwargs)

    monkeypatch.setattr(clearing, name, first)


# a day is called off


def test_what_is_on_offer_that_day_is_taken_back(book, siri, booked, offered, astrid, worker):
    """The rest of the offer stands, and what was taken back goes to nobody."""
    (gone,) = AppointmentOffer.objects.using(OWNER).filter(slot_id=book.second.pk)
    cancel_day(actor=siri, now=now(), schedule_id=book.schedule, day=a_day(), seen=[booked])
    assert offers_of(offered) == ["withdrawn", "open"]
    assert appointment_row(offered).status == "pending"
    refused("offer_gone", accept_offer, actor=astrid, offer_id=gone.pk)
    worker.run()
    assert statuses(book.first, book.second, book.third) == [CLOSED] * 3


def test_who_is_left_without_an_offer_waits_for_the_office_again(book, siri, astrid):
    request = request_appointment(actor=astrid, now=now(), service_id=book.service, preferences={})
    offer_times(actor=siri, now=now(), appointment_id=request, slot_ids=[book.second.pk])
    cancel_day(actor=siri, now=now(), schedule_id=book.schedule, day=a_day(), seen=[])
    assert (appointment_row(request).status, offers_of(request)) == ("proposed", ["withdrawn"])


def test_who_was_offered_an_earlier_time_that_day_waits_for_another(book, siri, booked, astrid, kari, worker):
    late = book_appointment(actor=astrid, now=now(), slot_id=book.add(time(9), day=a_day() + timedelta(days=2)).pk)
    join_waiting_list(actor=astrid, now=now(), appointment_id=late)
    cancel_appointment(actor=kari, now=now(), appointment_id=booked)
    worker.run()
    assert statuses(book.first) == ["busy-tentative"]
    cancel_day(actor=siri, now=now(), schedule_id=book.schedule, day=a_day(), seen=[])
    worker.run()
    assert (statuses(book.first), offers_of(late)) == ([CLOSED], ["withdrawn"])
    assert WaitingListEntry.objects.using(OWNER).get().state == "waiting"


def test_who_has_come_already_keeps_the_time(book, siri, kari):
    """Kari sits in the waiting room at noon for half past."""
    slot = a_slot(book.schedule, book.service, start_at=now() + timedelta(minutes=90))
    made = book_appointment(actor=kari, now=now(), slot_id=slot.pk)
    mark_appointment(actor=siri, now=now(), appointment_id=made, status="arrived")
    cancel_day(actor=siri, now=now(), schedule_id=book.schedule, day=now().date(), seen=[])
    assert (appointment_row(made).status, statuses(slot)) == ("arrived", ["busy"])


def test_who_moves_away_meanwhile_is_not_called_off(book, siri, kari, booked, monkeypatch):
    """Read, and moved before it was locked: their new time is none of the day's."""
    other = book.add(time(9), day=a_day() + timedelta(days=1))
    meanwhile(
        monkeypatch,
        "lock_appointment",
        lambda: move_appointment(actor=kari, now=now(), appointment_id=booked, slot_id=other.pk),
    )
    refused("day_changed", cancel_day, actor=siri, schedule_id=book.schedule, day=a_day(), seen=[booked])
    assert (appointment_row(booked).status, statuses(other)) == ("booked", ["busy"])


def test_who_books_meanwhile_is_not_left_with_a_closed_time(book, siri, booked, astrid, monkeypatch):
    meanwhile(monkeypatch, "lock_slots", lambda: book_appointment(actor=astrid, now=now(), slot_id=book.third.pk))
    refused("day_changed", cancel_day, actor=siri, schedule_id=book.schedule, day=a_day(), seen=[booked])
    assert statuses(book.first, book.second, book.third) == ["busy", "free", "busy"]


def test_whoever_is_just_choosing_is_told_kindly(book, siri, astrid):
    hold_slot(actor=astrid, now=now(), slot_id=book.first.pk)
    cancel_day(actor=siri, now=now(), schedule_id=book.schedule, day=a_day(), seen=[])
    refused("slot_gone", book_appointment, actor=astrid, slot_id=book.first.pk)


# a day is moved


def test_what_is_left_behind_is_closed(book, siri, booked, substitute, astrid, worker):
    """The doctor is ill: nobody books, or is offered, the times the patients were moved from, nor the free ones."""
    late = book_appointment(actor=astrid, now=now(), slot_id=book.add(time(9), day=a_day() + timedelta(days=2)).pk)
    join_waiting_list(actor=astrid, now=now(), appointment_id=late)
    move_day(actor=siri, now=now(), schedule_id=book.schedule, day=a_day(), moves=[(booked, substitute.pk)])
    worker.run()
    assert statuses(book.first, book.second, book.third) == [CLOSED] * 3
    assert not AppointmentOffer.objects.using(OWNER).exists()
    assert statuses(substitute) == ["busy"]
    assert Notice.objects.using(OWNER).filter(template="appointment_moved", focus_id=booked).count() == 1


def test_moved_to_later_the_same_day_the_rest_stays_open(book, siri, booked):
    """She is only late."""
    move_day(actor=siri, now=now(), schedule_id=book.schedule, day=a_day(), moves=[(booked, book.third.pk)])
    assert statuses(book.first, book.second, book.third) == [CLOSED, "free", "busy"]


def test_who_has_moved_already_is_not_moved_again(book, siri, kari, booked, substitute):
    other = book.add(time(9), day=a_day() + timedelta(days=1))
    move_appointment(actor=kari, now=now(), appointment_id=booked, slot_id=other.pk)
    given = {"schedule_id": book.schedule, "day": a_day(), "moves": [(booked, substitute.pk)]}
    refused("day_changed", move_day, actor=siri, **given)
    assert appointment_row(booked).slot_id == other.pk


# days of absence


def away(book, actor, days: int = 0, reason: str = "illness"):
    day = a_day() + timedelta(days=days)
    return add_exception(actor=actor, now=now(), schedule_id=book.schedule, first_date=day, last_date=day, reason=reason)


def test_a_time_given_back_in_an_absence_goes_to_nobody(book, siri, kari, booked, astrid, worker):
    """Neither to who looks for one at that moment nor to who waits for an earlier one."""
    late = book_appointment(actor=astrid, now=now(), slot_id=book.add(time(9), day=a_day() + timedelta(days=2)).pk)
    join_waiting_list(actor=astrid, now=now(), appointment_id=late)
    away(book, siri)
    cancel_appointment(actor=kari, now=now(), appointment_id=booked)
    refused("too_late", book_appointment, actor=astrid, slot_id=book.first.pk)
    worker.run()
    assert (statuses(book.first), offers_of(late)) == ([CLOSED], [])


def test_new_rules_for_a_kind_do_not_open_it(book, siri, kari, booked, astrid):
    away(book, siri)
    service = AppointmentService.objects.using(OWNER).get(pk=book.service)
    given = {"kind": service.kind, "modality": service.modality, "minutes": service.minutes}
    define_service(actor=siri, now=now(), service_id=book.service, name="Legetime", **given)
    cancel_appointment(actor=kari, now=now(), appointment_id=booked)
    refused("too_late", book_appointment, actor=astrid, slot_id=book.first.pk)


def test_offers_for_those_days_are_taken_back_by_the_clock(book, siri, offered, worker):
    away(book, siri)
    with worker.connected():
        end_offers(actor=Actor.job("end_offers"), now=now())
    worker.run()
    assert offers_of(offered) == ["expired", "open"]
    assert statuses(book.second) == [CLOSED]


def test_an_absence_that_is_taken_away_opens_what_somebody_has(book, siri, kari, booked, astrid):
    """Closed times stay closed; what is given back later is free as before."""
    absence = away(book, siri)
    remove_exception(actor=siri, now=now(), exception_id=absence)
    cancel_appointment(actor=kari, now=now(), appointment_id=booked)
    assert book_appointment(actor=astrid, now=now(), slot_id=book.first.pk)
    assert statuses(book.second) == [CLOSED]


def test_two_absences_over_a_day(book, siri, kari, booked, astrid):
    absence = away(book, siri)
    away(book, siri, reason="course")
    remove_exception(actor=siri, now=now(), exception_id=absence)
    cancel_appointment(actor=kari, now=now(), appointment_id=booked)
    refused("too_late", book_appointment, actor=astrid, slot_id=book.first.pk)


def test_what_the_office_opens_in_an_absence_is_open(book, siri, kari, worker):
    """She comes in for an hour after all."""
    away(book, siri)
    open_slot(actor=siri, now=now(), slot_id=book.second.pk)
    worker.run()
    assert statuses(book.second) == ["free"]
    assert book_appointment(actor=kari, now=now(), slot_id=book.second.pk)
