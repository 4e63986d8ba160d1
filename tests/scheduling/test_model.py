"""The commands against a model small enough to be sure of: whatever is done in whatever order, both agree (hypothesis)."""

from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date, time, timedelta
from typing import ClassVar
from uuid import UUID

import hypothesis.strategies as st
import pytest
from django.db import connections
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from fastlinje.core.actor import Actor
from fastlinje.core.clock import now
from fastlinje.core.refusal import Refused
from fastlinje.nonprod.cast import Character
from fastlinje.nonprod.factories import make_patient, make_person
from fastlinje.practices.models import Organization
from fastlinje.scheduling.commands.accept_earlier import accept_earlier
from fastlinje.scheduling.commands.accept_offer import accept_offer
from fastlinje.scheduling.commands.answer_request_with_booking import answer_request_with_booking
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.book_for_patient import book_for_patient
from fastlinje.scheduling.commands.cancel_appointment import cancel_appointment
from fastlinje.scheduling.commands.cancel_for_patient import cancel_day, cancel_for_patient
from fastlinje.scheduling.commands.decline_earlier import decline_earlier
from fastlinje.scheduling.commands.decline_offers import decline_offers
from fastlinje.scheduling.commands.decline_request import decline_request
from fastlinje.scheduling.commands.hold_slot import hold_slot
from fastlinje.scheduling.commands.join_waiting_list import join_waiting_list
from fastlinje.scheduling.commands.lapse_offers import lapse_offers
from fastlinje.scheduling.commands.leave_waiting_list import leave_waiting_list
from fastlinje.scheduling.commands.mark_appointment import mark_appointment
from fastlinje.scheduling.commands.move_appointment import move_appointment
from fastlinje.scheduling.commands.move_for_patient import move_for_patient
from fastlinje.scheduling.commands.offer_next import offer_next
from fastlinje.scheduling.commands.offer_times import offer_times
from fastlinje.scheduling.commands.open_slot import close_slot, open_slot
from fastlinje.scheduling.commands.release_hold import release_hold
from fastlinje.scheduling.commands.request_appointment import request_appointment
from fastlinje.scheduling.commands.set_priority import set_priority
from fastlinje.scheduling.commands.withdraw_request import withdraw_request
from fastlinje.scheduling.models import Appointment, AppointmentOffer, AppointmentStatus, Hold, Slot, WaitingListEntry
from fastlinje.worklist.models import Task
from tests.scheduling_world import OWNER, Book, a_day
from tests.worker import Worker

from .model import BUSY, CLOSED, FREE, KEPT, OFFERED, WAITING, Model, Request

PEOPLE, SLOTS, MOST = 3, 5, 3
JOB = Actor.job("offer_next")
NEWS = """
    select args ->> 'event',
           coalesce(args -> 'payload' ->> 'appointment_id', o.appointment_id::text, args -> 'payload' ->> 'slot_id')
      from procrastinate_jobs left join scheduling_appointmentoffer o on o.id::text = args -> 'payload' ->> 'offer_id'
"""
people, places, data = st.integers(0, PEOPLE - 1), st.integers(0, SLOTS - 1), st.data()


class Bookings(RuleBasedStateMachine):
    """Three patients of Berg's, Siri at the desk and the worker; five times in one day."""

    book: ClassVar[Book]
    worker: ClassVar[Worker]
    staff: ClassVar[Actor]
    actors: ClassVar[list[Actor]]
    patients: ClassVar[list[UUID]]
    model: Model | None = None

    @initialize(at_once=st.integers(1, 2), crowded=st.booleans())
    def begin(self, at_once, crowded):
        """An empty book, or one in which all three have a time late in the day and wait for an earlier one."""
        empty()
        Organization.objects.using(OWNER).update(offers_at_once=at_once)
        self.model = Model([FREE] * SLOTS, at_once)
        for person in range(PEOPLE) if crowded else ():
            self.take(person, person + SLOTS - PEOPLE)
            (made,) = self.model.coming(person)
            self.attempt(join_waiting_list, self.actors[person], set(), appointment_id=made)
            self.model.join(made)

    def slot(self, place: int) -> UUID:
        return self.book.places[place].pk

    def attempt(self, command: Callable, actor: Actor, refused: set[str], at=None, **arguments):
        """The result, or None when it was refused as the model says it must be."""
        code, result = "", None
        try:
            result = command(actor=actor, now=at or now(), **arguments)
        except Refused as refusal:
            code = refusal.code
        assert code in (refused or {""}), f"{command.__name__}: {code or 'done'}, expected {refused or 'done'}"
        return result

    def of(self, pk: UUID) -> Actor:
        """Whose it is."""
        return self.actors[(self.model.visits.get(pk) or self.model.requests[pk]).person]

    # people

    @rule(person=people, place=places)
    def hold(self, person, place):
        codes = self.why_not(person, place)
        self.attempt(hold_slot, self.actors[person], codes, slot_id=self.slot(place))
        if not codes:
            self.model.hold(person, place)

    def why_not(self, person: int, place: int) -> set[str]:
        full = {"too_many_open"} if self.model.open_of(person) >= MOST else set()
        return self.model.why_not_take(place, person) or full

    @rule(person=people)
    def let_go(self, person):
        release_hold(actor=self.actors[person], now=now())
        self.model.let_go(person)

    @rule(person=people, place=places)
    def take(self, person, place):
        made = self.attempt(book_appointment, self.actors[person], self.why_not(person, place), slot_id=self.slot(place))
        if made:
            self.model.book(made, person, place)
            self.model.let_go(person, place)

    @rule(person=people, data=data, place=places)
    def move(self, person, data, place):
        for made in one_of(data, self.model.coming(person)):
            codes = self.model.why_not_take(place, person)
            if self.attempt(move_appointment, self.actors[person], codes, appointment_id=made, slot_id=self.slot(place)):
                self.model.move(made, place)
                self.model.let_go(person, place)

    @rule(person=people, data=data)
    def cancel(self, person, data):
        for made in one_of(data, self.model.coming(person)):
            self.attempt(cancel_appointment, self.actors[person], set(), appointment_id=made)
            self.model.free(self.model.end(made).place)

    @rule(person=people, data=data)
    def meddle(self, person, data):
        """AD-07: with somebody else's."""
        others = [pk for pk, visit in self.model.visits.items() if visit.person != person]
        for made in one_of(data, sorted(others)):
            for command in (cancel_appointment, join_waiting_list, leave_waiting_list):
                self.attempt(command, self.actors[person], {"not_found"}, appointment_id=made)

    @rule(person=people)
    def ask(self, person):
        codes = {"too_many_open"} if self.model.open_of(person) >= MOST else set()
        given = {"service_id": self.book.service, "preferences": {}}
        if made := self.attempt(request_appointment, self.actors[person], codes, **given):
            self.model.requests[made] = Request(person)
            self.model.told["AppointmentRequested", made] += 1

    @rule(data=data)
    def accept(self, data):
        for made in one_of(data, self.offered()):
            place = data.draw(st.sampled_from(self.model.requests[made].offered))
            offer = AppointmentOffer.objects.using(OWNER).get(appointment_id=made, slot_id=self.slot(place), state="open")
            self.attempt(accept_offer, self.of(made), set(), offer_id=offer.pk)
            self.model.settle(made, place)

    @rule(data=data)
    def say_no(self, data):
        for made in one_of(data, self.offered()):
            self.attempt(decline_offers, self.of(made), set(), appointment_id=made)
            self.model.take_back(made)

    @rule(data=data)
    def withdraw(self, data):
        for made in one_of(data, sorted(self.model.requests)):
            self.attempt(withdraw_request, self.of(made), set(), appointment_id=made)
            self.model.take_back(made)
            del self.model.requests[made]

    def offered(self) -> list[UUID]:
        return sorted(made for made, request in self.model.requests.items() if request.offered)

    # the waiting list

    @rule(data=data)
    def join(self, data):
        for made in one_of(data, sorted(self.model.visits)):
            codes = {"wrong_state"} if self.model.visits[made].missed else set()
            if self.attempt(join_waiting_list, self.of(made), codes, appointment_id=made):
                self.model.join(made)

    @rule(data=data)
    def leave(self, data):
        for made in one_of(data, sorted(self.model.visits)):
            codes = set() if made in self.model.line else {"not_found"}
            self.attempt(leave_waiting_list, self.of(made), codes, appointment_id=made)
            if not codes:
                self.model.no_offer(made, then="left")

    @rule(data=data, priority=st.integers(0, 2))
    def prioritise(self, data, priority):
        for made in one_of(data, sorted(self.model.visits)):
            codes = set() if made in self.model.line else {"not_found"}
            self.attempt(set_priority, self.staff, codes, appointment_id=made, priority=priority)
            if not codes:
                self.model.line[made].priority = priority

    @rule(place=places)
    def go_round(self, place):
        """The worker offers a time that became free; it may be late, and told of what is gone again."""
        with self.worker.connected():
            self.attempt(offer_next, JOB, set(), slot_id=self.slot(place))
        self.model.offer(place)

    @rule(data=data)
    def take_earlier(self, data):
        for made in one_of(data, self.waiting_with_an_offer()):
            codes = set() if self.model.slots[self.model.line[made].offer] == KEPT else {"slot_taken"}
            if self.attempt(accept_earlier, self.of(made), codes, offer_id=self.offer_of(made).pk):
                self.model.accept_earlier(made)

    @rule(data=data)
    def keep_mine(self, data):
        for made in one_of(data, self.waiting_with_an_offer()):
            self.attempt(decline_earlier, self.of(made), set(), offer_id=self.offer_of(made).pk)
            self.model.no_offer(made, then=WAITING)

    @rule(data=data)
    def say_nothing(self, data):
        """Until the time is up."""
        for made in one_of(data, [*self.waiting_with_an_offer(), *self.offered()]):
            offer = self.offer_of(made)
            with self.worker.connected():
                self.attempt(lapse_offers, JOB, set(), at=offer.held_until, appointment_id=made)
            if made in self.model.requests:
                self.model.take_back(made)
            else:
                self.model.no_offer(made, then=WAITING)

    def waiting_with_an_offer(self) -> list[UUID]:
        return sorted(made for made, entry in self.model.line.items() if entry.state == OFFERED)

    def offer_of(self, made: UUID) -> AppointmentOffer:
        return AppointmentOffer.objects.using(OWNER).filter(appointment_id=made, state="open").first()

    # the office

    @rule(person=people, place=places)
    def phone_in(self, person, place):
        given = {"slot_id": self.slot(place), "patient_id": self.patients[person]}
        if made := self.attempt(book_for_patient, self.staff, self.model.why_not_give(place), **given):
            self.model.book(made, person, place, own=False)

    @rule(data=data, place=places)
    def be_moved(self, data, place):
        for made in one_of(data, self.model.coming()):
            codes = self.model.why_not_give(place)
            self.attempt(move_for_patient, self.staff, codes, appointment_id=made, slot_id=self.slot(place))
            if not codes:
                self.model.move(made, place)

    @rule(data=data, by_patient=st.booleans())
    def call_off(self, data, by_patient):
        for made in one_of(data, self.model.coming()):
            self.attempt(cancel_for_patient, self.staff, set(), appointment_id=made, by_patient=by_patient)
            self.model.free(self.model.end(made).place)

    @rule()
    def fall_ill(self):
        """The whole day is off: nobody keeps a time, nobody is offered one."""
        given = {"schedule_id": self.book.schedule, "day": a_day(), "seen": self.model.coming()}
        self.attempt(cancel_day, self.staff, set(), **given)
        for made in self.offered():
            self.model.take_back(made)
        for made in self.waiting_with_an_offer():
            self.model.no_offer(made, then=WAITING)
        for place in [self.model.end(made).place for made in self.model.coming()]:
            self.model.close(place)
        for place, state in enumerate(self.model.slots):
            if state == FREE:
                self.model.close(place)

    @rule(data=data, missed=st.booleans())
    def mark(self, data, missed):
        """That somebody did not come, or did after all; the slot was theirs all the same."""
        wrongly = [pk for pk, visit in self.model.visits.items() if visit.missed is not missed]
        for made in one_of(data, sorted(wrongly)):
            with self.begun(made):
                status = "noshow" if missed else "booked"
                self.attempt(mark_appointment, self.staff, set(), appointment_id=made, status=status)
            self.model.visits[made].missed = missed
            if missed:
                self.model.leave_line(made)

    @contextmanager
    def begun(self, made: UUID):
        """As if it were five past; sessions do not last until then."""
        row = Appointment.objects.using(OWNER).filter(pk=made)
        slot = self.book.places[self.model.visits[made].place]
        row.update(start_at=now() - timedelta(minutes=5), end_at=now() + timedelta(minutes=15))
        yield
        row.update(start_at=slot.start_at, end_at=slot.end_at)

    @rule(place=places)
    def close(self, place):
        codes = self.model.why_not_give(place)
        self.attempt(close_slot, self.staff, codes, slot_id=self.slot(place))
        if not codes:
            self.model.close(place)

    @rule(place=places)
    def open(self, place):
        codes = set() if self.model.slots[place] == CLOSED else {"not_closed"}
        self.attempt(open_slot, self.staff, codes, slot_id=self.slot(place))
        if not codes:
            self.model.free(place)

    @rule(data=data, some=st.sets(places, min_size=1, max_size=2))
    def offer(self, data, some):
        for made in one_of(data, sorted(self.model.requests)):
            before = self.model.requests[made].offered
            ordered = sorted(some, key=self.slot)
            codes = next(filter(None, (set() if place in before else self.model.why_not_give(place) for place in ordered)), set())
            given = {"appointment_id": made, "slot_ids": [self.slot(place) for place in some]}
            self.attempt(offer_times, self.staff, codes, **given)
            if not codes:
                self.model.take_back(made)
                for place in some:
                    self.model.forget_old_offers(place)
                    self.model.slots[place] = KEPT
                self.model.requests[made].offered = tuple(some)
                self.model.told["TimesOffered", made] += 1

    @rule(data=data, place=places)
    def answer(self, data, place):
        for made in one_of(data, sorted(self.model.requests)):
            codes = set() if place in self.model.requests[made].offered else self.model.why_not_give(place)
            self.attempt(answer_request_with_booking, self.staff, codes, appointment_id=made, slot_id=self.slot(place))
            if not codes:
                self.model.settle(made, place)

    @rule(data=data)
    def refuse(self, data):
        for made in one_of(data, sorted(self.model.requests)):
            self.attempt(decline_request, self.staff, set(), appointment_id=made, reason="no_times")
            self.model.take_back(made)
            del self.model.requests[made]
            self.model.told["RequestDeclined", made] += 1

    # both agree

    @invariant()
    def everything_has_one_owner(self):
        if self.model is None:
            return
        place_of = {slot.pk: place for place, slot in enumerate(self.book.places)}
        states = dict(Slot.objects.using(OWNER).values_list("pk", "status"))
        assert [states[slot.pk] for slot in self.book.places] == self.model.slots
        number = {actor.person_id: person for person, actor in enumerate(self.actors)}
        rows = list(Appointment.objects.using(OWNER).values_list("pk", "person_id", "slot_id", "status"))
        having = {pk: (number[who], place_of[slot], status) for pk, who, slot, status in rows if status in ("booked", "noshow")}
        visits = self.model.visits.items()
        assert having == {pk: (v.person, v.place, "noshow" if v.missed else "booked") for pk, v in visits}
        assert sorted(place for _who, place, _status in having.values()) == [
            p for p in place_of.values() if states[self.slot(p)] == BUSY
        ]
        asking = {pk: (number[who], status) for pk, who, _slot, status in rows if status in ("proposed", "pending")}
        assert asking == {pk: (r.person, "pending" if r.offered else "proposed") for pk, r in self.model.requests.items()}
        held = {number[who]: place_of[slot] for who, slot in Hold.objects.using(OWNER).values_list("author_id", "slot_id")}
        assert held == self.model.holds
        assert dict(Task.objects.using(OWNER).values_list("focus_id", "status")) == {pk: status for pk, _, _, status in rows}

    @invariant()
    def nobody_waits_in_vain(self):
        """What is kept is kept for somebody, and for no more than the office lets it be offered to at once."""
        if self.model is None:
            return
        entries = WaitingListEntry.objects.using(OWNER).values_list("appointment_id", "state", "priority")
        assert {pk: (state, priority) for pk, state, priority in entries} == {
            pk: (entry.state, entry.priority) for pk, entry in self.model.line.items()
        }
        offers = AppointmentOffer.objects.using(OWNER).filter(state="open")
        open_now = Counter(offers.values_list("appointment_id", "slot_id"))
        expected = Counter((pk, self.slot(place)) for pk, request in self.model.requests.items() for place in request.offered)
        expected.update((pk, self.slot(e.offer)) for pk, e in self.model.line.items() if e.offer is not None)
        assert open_now == expected
        to_how_many = Counter(offers.filter(slot__status=KEPT).values_list("slot_id", flat=True))
        assert set(to_how_many) == {self.slot(place) for place, state in enumerate(self.model.slots) if state == KEPT}
        assert all(many <= self.model.at_once for many in to_how_many.values())

    @invariant()
    def every_change_is_told_once(self):
        if self.model is None:
            return
        with connections[OWNER].cursor() as cursor:
            cursor.execute(NEWS)
            told = Counter((event, UUID(about)) for event, about in cursor.fetchall())
        expected = Counter({("SlotReleased", self.slot(place)): times for place, times in self.model.released.items()})
        assert told == expected + self.model.told


def one_of(data, choices: list[UUID]) -> list[UUID]:
    """One of them, or nothing to do it with."""
    return [data.draw(st.sampled_from(choices))] if choices else []


@pytest.mark.parametrize(("examples", "steps"), [(12, 25), pytest.param(400, 60, marks=pytest.mark.soak)], ids=["a few", "many"])
def test_whatever_is_done_both_agree(cast, siri, logins, worker, examples, steps):
    """AD-07, F-014–F-018, F-184–F-187, F-192–F-195."""
    book = Book(cast, siri)
    book.places = [book.first, book.second, book.third]
    book.places += [book.add(time(11)), book.add(time(12))]
    Bookings.book, Bookings.staff, Bookings.worker = book, siri, worker
    Bookings.actors, Bookings.patients = [], []
    for number in range(PEOPLE):
        who = Character(f"Pasient {number}", date(1950, 1, 1) + timedelta(days=number), "")
        patient = make_patient(cast.tangen, make_person(*who.names, who.national_id, who.born), cast.berg_role)
        Bookings.patients.append(patient.pk)
        Bookings.actors.append(logins.actor(who))
    run_state_machine_as_test(
        Bookings,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def empty() -> None:
    """The appointment book as it was published, and no news."""
    for model in (Hold, AppointmentOffer, WaitingListEntry, AppointmentStatus, Task, Appointment):
        model.objects.using(OWNER).all().delete()
    Slot.objects.using(OWNER).update(status=FREE, held_until=None)
    with connections[OWNER].cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs cascade")
