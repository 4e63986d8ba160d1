"""The commands against a model small enough to be sure of: whatever is done in whatever order, both agree (hypothesis)."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from uuid import UUID

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from fastlinje.core.actor import Actor
from fastlinje.core.clock import now
from fastlinje.core.refusal import Refused
from fastlinje.nonprod.cast import Character
from fastlinje.nonprod.factories import make_patient, make_person
from fastlinje.scheduling.commands.accept_offer import accept_offer
from fastlinje.scheduling.commands.answer_request_with_booking import answer_request_with_booking
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.cancel_appointment import cancel_appointment
from fastlinje.scheduling.commands.decline_offers import decline_offers
from fastlinje.scheduling.commands.hold_slot import hold_slot
from fastlinje.scheduling.commands.move_appointment import move_appointment
from fastlinje.scheduling.commands.offer_times import offer_times
from fastlinje.scheduling.commands.release_hold import release_hold
from fastlinje.scheduling.commands.request_appointment import request_appointment
from fastlinje.scheduling.commands.withdraw_request import withdraw_request
from fastlinje.scheduling.models import Appointment, AppointmentOffer, AppointmentStatus, Hold, Slot
from fastlinje.worklist.models import Task
from tests.scheduling_world import OWNER, Book

PEOPLE, SLOTS, MOST = 3, 5, 3
people, places = st.integers(0, PEOPLE - 1), st.integers(0, SLOTS - 1)
FREE, BUSY, KEPT = "free", "busy", "busy-tentative"


@dataclass
class Model:
    """What must be true: who has what, and what each time is."""

    slots: list[str] = field(default_factory=lambda: [FREE] * SLOTS)
    booked: dict[UUID, tuple[int, int]] = field(default_factory=dict)  # appointment: (person, slot)
    asked: dict[UUID, tuple[int, tuple[int, ...]]] = field(default_factory=dict)  # request: (person, offered slots)
    holds: dict[int, int] = field(default_factory=dict)  # person: slot

    def open_of(self, person: int) -> int:
        having = [owner for owner, _slot in self.booked.values()] + [owner for owner, _slots in self.asked.values()]
        return having.count(person)

    def is_held_by_another(self, slot: int, person: int | None) -> bool:
        return any(place == slot and who != person for who, place in self.holds.items())

    def cannot_take(self, slot: int, person: int) -> bool:
        return self.slots[slot] != FREE or self.is_held_by_another(slot, person)

    def drop_hold(self, person: int, slot: int) -> None:
        if self.holds.get(person) == slot:
            del self.holds[person]


class Bookings(RuleBasedStateMachine):
    """Three patients of Berg's and Siri at the desk, five times."""

    book: Book
    staff: Actor
    actors: list[Actor]
    reset: object

    @initialize()
    def begin(self):
        type(self).reset()
        self.model = Model()

    def slot(self, place: int) -> UUID:
        return self.book.places[place].pk

    def attempt(self, command, *, refused: set[str], **arguments):
        """The result, or None when it was refused as the model says it must be."""
        code, result = "", None
        try:
            result = command(now=now(), **arguments)
        except Refused as refusal:
            code = refusal.code
        assert code in (refused or {""}), f"{command.__name__}: {code or 'done'}, expected {refused or 'done'}"
        return result

    @rule(person=people, place=places)
    def hold(self, person, place):
        codes = self.why_not(person, place)
        self.attempt(hold_slot, actor=self.actors[person], slot_id=self.slot(place), refused=codes)
        if not codes:
            self.model.holds[person] = place

    def why_not(self, person: int, place: int) -> set[str]:
        if self.model.cannot_take(place, person):
            return {"slot_taken"}
        return {"too_many_open"} if self.model.open_of(person) >= MOST else set()

    @rule(person=people)
    def let_go(self, person):
        release_hold(actor=self.actors[person], now=now())
        self.model.holds.pop(person, None)

    @rule(person=people, place=places)
    def take(self, person, place):
        codes = self.why_not(person, place)
        made = self.attempt(book_appointment, actor=self.actors[person], slot_id=self.slot(place), refused=codes)
        if made:
            self.model.booked[made], self.model.slots[place] = (person, place), BUSY
            self.model.drop_hold(person, place)

    @rule(person=people, data=st.data(), place=places)
    def move(self, person, data, place):
        mine = self.mine(person)
        if not mine:
            return
        made = data.draw(st.sampled_from(mine))
        old = self.model.booked[made][1]
        codes = {"slot_taken"} if self.model.cannot_take(place, person) else set()
        given = {"appointment_id": made, "slot_id": self.slot(place)}
        if self.attempt(move_appointment, actor=self.actors[person], refused=codes, **given):
            self.model.booked[made] = (person, place)
            self.model.slots[old], self.model.slots[place] = FREE, BUSY
            self.model.drop_hold(person, place)

    @rule(person=people, data=st.data())
    def cancel(self, person, data):
        if mine := self.mine(person):
            made = data.draw(st.sampled_from(mine))
            cancel_appointment(actor=self.actors[person], now=now(), appointment_id=made)
            self.model.slots[self.model.booked.pop(made)[1]] = FREE

    @rule(person=people, data=st.data())
    def meddle(self, person, data):
        """AD-07: with somebody else's."""
        others = sorted(made for made, (owner, _slot) in self.model.booked.items() if owner != person)
        if others:
            made = data.draw(st.sampled_from(others))
            self.attempt(cancel_appointment, actor=self.actors[person], appointment_id=made, refused={"not_found"})

    @rule(person=people)
    def ask(self, person):
        codes = {"too_many_open"} if self.model.open_of(person) >= MOST else set()
        given = {"service_id": self.book.service, "preferences": {}}
        if made := self.attempt(request_appointment, actor=self.actors[person], refused=codes, **given):
            self.model.asked[made] = (person, ())

    @rule(data=st.data(), some=st.sets(places, min_size=1, max_size=2))
    def offer(self, data, some):
        if not self.model.asked:
            return
        made = data.draw(st.sampled_from(sorted(self.model.asked)))
        person, before = self.model.asked[made]
        after = [FREE if place in before else state for place, state in enumerate(self.model.slots)]
        ordered = sorted(some, key=self.slot)
        first_bad = next((p for p in ordered if after[p] != FREE or self.model.is_held_by_another(p, None)), None)
        codes = set() if first_bad is None else {"slot_taken" if after[first_bad] != FREE else "slot_held"}
        given = {"appointment_id": made, "slot_ids": [self.slot(place) for place in some]}
        self.attempt(offer_times, actor=self.staff, refused=codes, **given)
        if not codes:
            self.model.slots = [KEPT if place in some else state for place, state in enumerate(after)]
            self.model.asked[made] = (person, tuple(some))

    @rule(data=st.data(), place=places)
    def answer(self, data, place):
        if not self.model.asked:
            return
        made = data.draw(st.sampled_from(sorted(self.model.asked)))
        person, offered = self.model.asked[made]
        state = FREE if place in offered else self.model.slots[place]
        codes = {"slot_taken"} if state != FREE else set()
        if not codes and self.model.is_held_by_another(place, None):
            codes = {"slot_held"}
        self.attempt(answer_request_with_booking, actor=self.staff, appointment_id=made, slot_id=self.slot(place), refused=codes)
        if not codes:
            self.settle(made, person, place, offered)

    @rule(data=st.data())
    def accept(self, data):
        offered = sorted(made for made, (_person, slots) in self.model.asked.items() if slots)
        if not offered:
            return
        made = data.draw(st.sampled_from(offered))
        person, slots = self.model.asked[made]
        place = data.draw(st.sampled_from(slots))
        offer = AppointmentOffer.objects.using(OWNER).get(appointment_id=made, slot_id=self.slot(place), state="open")
        accept_offer(actor=self.actors[person], now=now(), offer_id=offer.pk)
        self.settle(made, person, place, slots)

    @rule(data=st.data(), withdrawn=st.booleans())
    def say_no(self, data, withdrawn):
        offered = sorted(made for made, (_person, slots) in self.model.asked.items() if slots or withdrawn)
        if not offered:
            return
        made = data.draw(st.sampled_from(offered))
        person, slots = self.model.asked[made]
        (withdraw_request if withdrawn else decline_offers)(actor=self.actors[person], now=now(), appointment_id=made)
        for place in slots:
            self.model.slots[place] = FREE
        self.model.asked[made] = (person, ())
        if withdrawn:
            del self.model.asked[made]

    def settle(self, made: UUID, person: int, place: int, offered: tuple[int, ...]) -> None:
        del self.model.asked[made]
        for each in offered:
            self.model.slots[each] = FREE
        self.model.slots[place] = BUSY
        self.model.booked[made] = (person, place)

    def mine(self, person: int) -> list[UUID]:
        return sorted(made for made, (owner, _slot) in self.model.booked.items() if owner == person)

    @invariant()
    def both_agree(self):
        if not hasattr(self, "model"):
            return
        places = {slot.pk: place for place, slot in enumerate(self.book.places)}
        states = dict(Slot.objects.using(OWNER).values_list("pk", "status"))
        assert [states[slot.pk] for slot in self.book.places] == self.model.slots
        people = {actor.person_id: number for number, actor in enumerate(self.actors)}
        rows = Appointment.objects.using(OWNER).values_list("pk", "person_id", "slot_id", "status")
        booked = {pk: (people[person], places[slot]) for pk, person, slot, status in rows if status == "booked"}
        assert booked == self.model.booked
        asked = {pk: people[person] for pk, person, _slot, status in rows if status in ("proposed", "pending")}
        assert asked == {made: person for made, (person, _slots) in self.model.asked.items()}
        held = {people[a]: places[s] for a, s in Hold.objects.using(OWNER).values_list("author_id", "slot_id")}
        assert held == self.model.holds
        lines = dict(Task.objects.using(OWNER).values_list("focus_id", "status"))
        assert lines == {pk: status for pk, _person, _slot, status in rows}


@pytest.mark.parametrize(("examples", "steps"), [(12, 20), pytest.param(400, 50, marks=pytest.mark.soak)], ids=["a few", "many"])
def test_whatever_is_done_both_agree(cast, siri, logins, examples, steps):
    book = Book(cast, siri)
    book.places = [book.first, book.second, book.third]
    book.places += [book.add(time(11)), book.add(time(12))]
    Bookings.book, Bookings.staff, Bookings.actors = book, siri, []
    for number in range(PEOPLE):
        who = Character(f"Pasient {number}", date(1950, 1, 1) + timedelta(days=number), "")
        make_patient(cast.tangen, make_person(*who.names, who.national_id, who.born), cast.berg_role)
        Bookings.actors.append(logins.actor(who))
    Bookings.reset = staticmethod(empty)
    run_state_machine_as_test(
        Bookings,
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)),
    )


def empty() -> None:
    """The appointment book as it was published."""
    for model in (Hold, AppointmentOffer, AppointmentStatus, Task, Appointment):
        model.objects.using(OWNER).all().delete()
    Slot.objects.using(OWNER).update(status=FREE, held_until=None)
