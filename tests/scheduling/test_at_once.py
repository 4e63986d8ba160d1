"""Many at the same moment, on the real database (AD-61)."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from threading import Barrier

import pytest
from django.db import connection

from fastlinje.core.actor import Actor
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_idempotency_key
from fastlinje.core.refusal import Refused
from fastlinje.nonprod.cast import Character
from fastlinje.nonprod.factories import make_patient, make_person
from fastlinje.notifications.models import Notice
from fastlinje.practices.models import Organization
from fastlinje.scheduling.commands.accept_earlier import accept_earlier
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.cancel_appointment import cancel_appointment
from fastlinje.scheduling.commands.hold_slot import hold_slot
from fastlinje.scheduling.commands.join_waiting_list import join_waiting_list
from fastlinje.scheduling.commands.move_appointment import move_appointment
from fastlinje.scheduling.commands.offer_next import offer_next
from fastlinje.scheduling.models import Appointment, AppointmentOffer, Hold, Slot
from tests.scheduling_world import OWNER, slot_row


def at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """What each of several simultaneous calls gave: its result, or the code of its refusal."""
    gate = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        try:
            gate.wait(timeout=60)
            return act()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@pytest.fixture
def crowd(logins, cast) -> Callable[[int], list[Actor]]:
    """That many patients of Berg's, logged in."""

    def make(number: int) -> list[Actor]:
        actors = []
        for n in range(number):
            who = Character(f"Pasient {n}", date(1950, 1, 1) + timedelta(days=n), "")
            make_patient(cast.tangen, make_person(*who.names, who.national_id, who.born), cast.berg_role)
            actors.append(logins.actor(who))
        return actors

    return make


def test_fifty_want_one_time(book, crowd, worker):
    """AD-61: one booking, forty-nine clear refusals, one notice."""
    acts = [
        lambda actor=actor: book_appointment(actor=actor, now=now(), slot_id=book.first.pk, key=new_idempotency_key())
        for actor in crowd(50)
    ]
    outcomes = at_once(acts)
    assert outcomes.count("slot_taken") == 49
    assert Appointment.objects.using(OWNER).count() == 1
    worker.run()
    assert Notice.objects.using(OWNER).count() == 1


def test_ten_hold_one_time(book, crowd):
    outcomes = at_once([lambda a=actor: hold_slot(actor=a, now=now(), slot_id=book.first.pk) for actor in crowd(10)])
    assert outcomes.count("slot_taken") == 9
    assert Hold.objects.using(OWNER).count() == 1


def test_ten_clicks_book_once(book, kari):
    """FD-19"""
    key = new_idempotency_key()
    outcomes = at_once([lambda: book_appointment(actor=kari, now=now(), slot_id=book.first.pk, key=key)] * 10)
    assert outcomes == [Appointment.objects.using(OWNER).get().pk] * 10


def test_one_person_in_many_windows_has_no_more_than_the_office_lets_them(book, kari):
    """Five windows, five times, at most three bookings."""
    slots = [book.first, book.second, book.third, book.add(time(11)), book.add(time(12))]
    outcomes = at_once([lambda s=slot: book_appointment(actor=kari, now=now(), slot_id=s.pk) for slot in slots])
    assert outcomes.count("too_many_open") == 2
    assert Slot.objects.using(OWNER).filter(status="busy").count() == 3


def test_two_change_places_and_nobody_loses_theirs(book, crowd):
    """Each wants what the other has: neither gets it, both keep their own, and nobody waits for ever."""
    one, two = crowd(2)
    first = book_appointment(actor=one, now=now(), slot_id=book.first.pk)
    second = book_appointment(actor=two, now=now(), slot_id=book.second.pk)
    for _ in range(5):
        outcomes = at_once(
            [
                lambda: move_appointment(actor=one, now=now(), appointment_id=first, slot_id=book.second.pk),
                lambda: move_appointment(actor=two, now=now(), appointment_id=second, slot_id=book.first.pk),
            ]
        )
        assert outcomes == ["slot_taken"] * 2
    assert [slot_row(slot).status for slot in (book.first, book.second)] == ["busy"] * 2


def test_a_crowd_moves_to_one_time(book, crowd):
    people = crowd(6)
    slots = [book.first, book.second, book.third, book.add(time(11)), book.add(time(12)), book.add(time(13))]
    mine = [book_appointment(actor=a, now=now(), slot_id=s.pk) for a, s in zip(people, slots, strict=True)]
    wanted = book.add(time(14))
    outcomes = at_once(
        [
            lambda a=actor, m=made: move_appointment(actor=a, now=now(), appointment_id=m, slot_id=wanted.pk)
            for actor, made in zip(people, mine, strict=True)
        ]
    )
    assert outcomes.count("slot_taken") == 5
    assert Slot.objects.using(OWNER).filter(status="busy").count() == 6
    assert Appointment.objects.using(OWNER).filter(start_at=wanted.start_at).count() == 1


def test_several_are_offered_one_earlier_time_and_all_say_yes(book, crowd, worker):
    """F-195: the first yes wins, the others keep what they have, and the times they have agree with the slots."""
    Organization.objects.using(OWNER).update(offers_at_once=3)
    first, *others = crowd(4)
    slots = [book.first, book.second, book.third, book.add(time(11))]
    mine = [book_appointment(actor=a, now=now(), slot_id=s.pk) for a, s in zip((first, *others), slots, strict=True)]
    for actor, made in zip(others, mine[1:], strict=True):
        join_waiting_list(actor=actor, now=now(), appointment_id=made)
    cancel_appointment(actor=first, now=now(), appointment_id=mine[0])
    with worker.connected():
        offer_next(actor=Actor.job("offer"), now=now(), slot_id=book.first.pk)
    offers = dict(AppointmentOffer.objects.using(OWNER).values_list("appointment_id", "pk"))
    outcomes = at_once(
        [
            lambda a=actor, o=offers[made]: accept_earlier(actor=a, now=now(), offer_id=o)
            for actor, made in zip(others, mine[1:], strict=True)
        ]
    )
    assert outcomes.count("slot_taken") == 2
    assert Appointment.objects.using(OWNER).filter(status="booked", slot_id=book.first.pk).count() == 1
    booked = set(Appointment.objects.using(OWNER).filter(status="booked").values_list("slot_id", flat=True))
    assert booked == set(Slot.objects.using(OWNER).filter(status="busy").values_list("pk", flat=True))


def test_cancelling_and_moving_the_same_one(book, kari):
    """One of them is first; either way the slots agree with the appointment."""
    made = book_appointment(actor=kari, now=now(), slot_id=book.first.pk)
    outcomes = at_once(
        [
            lambda: cancel_appointment(actor=kari, now=now(), appointment_id=made),
            lambda: move_appointment(actor=kari, now=now(), appointment_id=made, slot_id=book.second.pk),
        ]
    )
    assert outcomes[0] is False
    assert outcomes[1] in (made, "already_cancelled")
    assert not Slot.objects.using(OWNER).filter(status="busy").exists()
