"""The appointment book as small as it can be said: what is true after each act, and nothing of how (test_model.py)."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

FREE, BUSY, KEPT, CLOSED = "free", "busy", "busy-tentative", "busy-unavailable"
WAITING, OFFERED, DONE, LEFT = "waiting", "offered", "done", "left"


@dataclass
class Visit:
    """A time somebody has. `own`: they got it by their own doing; `missed`: they did not come."""

    person: int
    place: int
    own: bool = True
    missed: bool = False


@dataclass
class Request:
    """A time somebody asked for, and what the office has offered."""

    person: int
    offered: tuple[int, ...] = ()


@dataclass
class Entry:
    """A place on the waiting list. `turn` orders who has waited longest; `offer` the earlier place; `seen` all there ever were."""

    turn: int
    state: str = WAITING
    priority: int = 0
    offer: int | None = None
    seen: set[int] = field(default_factory=set)


@dataclass
class Model:
    """Who has what, and what each place, a time in the book, is. Places are numbered as they follow each other in the day."""

    slots: list[str]
    at_once: int
    visits: dict[UUID, Visit] = field(default_factory=dict)
    requests: dict[UUID, Request] = field(default_factory=dict)
    line: dict[UUID, Entry] = field(default_factory=dict)
    holds: dict[int, int] = field(default_factory=dict)  # person: place
    worthless: set[int] = field(default_factory=set)  # who holds what was closed
    told: Counter = field(default_factory=Counter)  # (event, appointment): how often
    released: Counter = field(default_factory=Counter)  # place: how often
    turns: int = 0

    # what may be

    def open_of(self, person: int) -> int:
        """How much somebody has got for themselves that is not over."""
        having = [visit.person for visit in self.visits.values() if visit.own and not visit.missed]
        return [*having, *(request.person for request in self.requests.values())].count(person)

    def is_held(self, place: int, *, but_by: int | None = None) -> bool:
        """By somebody who is deciding."""
        return any(held == place and who != but_by and who not in self.worthless for who, held in self.holds.items())

    def why_not_take(self, place: int, person: int) -> set[str]:
        """Why a person cannot have a place; empty when they can."""
        if self.slots[place] == CLOSED:
            return {"slot_taken", "slot_gone"}
        return {"slot_taken"} if self.slots[place] != FREE or self.is_held(place, but_by=person) else set()

    def why_not_give(self, place: int) -> set[str]:
        """Why the office cannot give a place away."""
        if self.slots[place] == FREE:
            return {"slot_held"} if self.is_held(place) else set()
        return {"slot_closed"} if self.slots[place] == CLOSED else {"slot_taken"}

    def coming(self, person: int | None = None) -> list[UUID]:
        """Times somebody, or anybody, has and has not missed."""
        return sorted(pk for pk, v in self.visits.items() if not v.missed and person in (None, v.person))

    def is_offered(self, place: int) -> bool:
        return any(entry.offer == place for entry in self.line.values()) or any(place in r.offered for r in self.requests.values())

    # what becomes of places

    def free(self, place: int) -> None:
        self.slots[place] = FREE
        self.released[place] += 1

    def give_back(self, place: int) -> None:
        if self.slots[place] == KEPT and not self.is_offered(place):
            self.free(place)

    def close(self, place: int) -> None:
        self.slots[place] = CLOSED
        self.worthless |= {who for who, held in self.holds.items() if held == place}

    def hold(self, person: int, place: int) -> None:
        self.holds[person] = place
        self.worthless.discard(person)

    def let_go(self, person: int, place: int | None = None) -> None:
        if place in (None, self.holds.get(person)):
            self.holds.pop(person, None)
            self.worthless.discard(person)

    # what becomes of appointments

    def book(self, pk: UUID, person: int, place: int, *, own: bool = True) -> None:
        self.visits[pk] = Visit(person, place, own)
        self.slots[place] = BUSY
        self.told["AppointmentBooked", pk] += 1

    def move(self, pk: UUID, place: int) -> None:
        visit = self.visits[pk]
        self.free(visit.place)
        visit.place, self.slots[place] = place, BUSY
        self.told["AppointmentMoved", pk] += 1
        if pk in self.line and self.line[pk].state in (WAITING, OFFERED):
            self.no_offer(pk, then=WAITING)

    def end(self, pk: UUID) -> Visit:
        """The appointment is off; what becomes of its place, the caller says."""
        self.told["AppointmentCancelled", pk] += 1
        self.leave_line(pk)
        return self.visits.pop(pk)

    def leave_line(self, pk: UUID) -> None:
        if pk in self.line and self.line[pk].state in (WAITING, OFFERED):
            self.no_offer(pk, then=LEFT)

    def settle(self, pk: UUID, place: int) -> None:
        """A request is answered with a booked time."""
        request = self.take_back(pk)
        del self.requests[pk]
        self.book(pk, request.person, place)

    def take_back(self, pk: UUID) -> Request:
        """What was offered to somebody who asked is others'."""
        request = self.requests[pk]
        before, request.offered = request.offered, ()
        for place in before:
            self.give_back(place)
        return request

    # the waiting list

    def join(self, pk: UUID) -> None:
        entry = self.line.get(pk)
        if entry is None or entry.state in (DONE, LEFT):
            self.turns += 1
            before = entry or Entry(self.turns)
            self.line[pk] = Entry(self.turns, priority=before.priority, seen=before.seen)

    def no_offer(self, pk: UUID, *, then: str) -> None:
        entry = self.line[pk]
        place, entry.offer, entry.state = entry.offer, None, then
        if place is not None:
            self.give_back(place)

    def next_for(self, place: int) -> list[UUID]:
        """Who is to be offered a place now."""
        if self.slots[place] != FREE or self.is_held(place):
            return []
        waits = [
            pk for pk, entry in self.line.items()
            if entry.state == WAITING and place not in entry.seen and self.visits[pk].place > place
        ]  # fmt: skip
        return sorted(waits, key=lambda pk: (-self.line[pk].priority, self.line[pk].turn))[: self.at_once]

    def forget_old_offers(self, place: int) -> None:
        """Somebody had the place in the meantime: those who were offered it before wait for another."""
        for entry in self.line.values():
            if entry.offer == place:
                entry.offer, entry.state = None, WAITING

    def offer(self, place: int) -> None:
        """The place goes round."""
        found = self.next_for(place)
        if found:
            self.forget_old_offers(place)
            self.slots[place] = KEPT
        for pk in found:
            entry = self.line[pk]
            entry.state, entry.offer = OFFERED, place
            entry.seen.add(place)
            self.told["EarlierTimeOffered", pk] += 1

    def accept_earlier(self, pk: UUID) -> None:
        entry, visit = self.line[pk], self.visits[pk]
        self.slots[entry.offer] = BUSY
        self.free(visit.place)
        visit.place = entry.offer
        entry.offer, entry.state = None, DONE
        self.told["AppointmentMoved", pk] += 1
