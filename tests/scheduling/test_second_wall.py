"""Behind the commands: what SQL in a citizen's own role may do to the appointment book, and what it may not."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import Error, connection

from fastlinje.audit import gate
from fastlinje.core.actor import Actor
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.core.rows import insert
from fastlinje.nonprod.cast import ASTRID
from fastlinje.people.models import Person
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.cancel_appointment import cancel_appointment
from fastlinje.scheduling.commands.decline_offers import decline_offers
from fastlinje.scheduling.commands.offer_times import offer_times
from fastlinje.scheduling.commands.request_appointment import request_appointment
from fastlinje.scheduling.models import Appointment, AppointmentOffer, Slot
from fastlinje.scheduling.states import AppointmentState, SlotStatus
from tests.scheduling_world import OWNER, appointment_row, slot_row

FREED = "update scheduling_slot set status = 'free', held_until = null where id = %s"
TAKEN = "update scheduling_slot set status = 'busy', held_until = null where id = %s"
STATUS_SET = "update scheduling_appointment set status = %s where id = %s"
A = AppointmentState
STEPS = {
    (A.PROPOSED, A.CANCELLED),
    (A.PENDING, A.PROPOSED),
    (A.PENDING, A.BOOKED),
    (A.PENDING, A.CANCELLED),
    (A.BOOKED, A.CANCELLED),
}
"""What the commands of a person do, and no more of the transition table."""


@pytest.fixture
def astrid(cast, logins) -> Actor:
    """Another patient at Tangen."""
    Person.objects.using(OWNER).update(consent_level="full")
    return logins.actor(ASTRID)


def written(actor: Actor, sql: str, *values: Any) -> int:
    """How many rows the statement changed, past every command."""
    with gate.reading(actor, now=now()), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def refused(actor: Actor, sql: str, *values: Any) -> None:
    with pytest.raises(Error, match="not the person's to change|row-level security"):
        written(actor, sql, *values)


def take(actor: Actor, slot: Slot) -> Any:
    return book_appointment(actor=actor, now=now(), slot_id=slot.pk)


def ask(actor: Actor, office: Actor, service: Any, *slots: Slot) -> Any:
    """A request that has been offered these times."""
    asked = request_appointment(actor=actor, now=now(), service_id=service, preferences={})
    offer_times(actor=office, now=now(), appointment_id=asked, slot_ids=[slot.pk for slot in slots])
    return asked


def marked(appointment_id: Any, **fields: Any) -> Any:
    """The appointment, brought there past everybody."""
    Appointment.objects.using(OWNER).filter(pk=appointment_id).update(**fields)
    return appointment_id


# Slots


@pytest.mark.parametrize("sql", [FREED, TAKEN, "update scheduling_slot set held_until = now() where id = %s"])
def test_a_time_somebody_else_has_is_theirs(book, kari, astrid, sql):
    take(astrid, book.first)
    refused(kari, sql, book.first.pk)
    assert slot_row(book.first).status == SlotStatus.BUSY


@pytest.mark.parametrize("sql", [FREED, TAKEN])
def test_a_time_kept_for_somebody_else_is_theirs(book, kari, astrid, siri, sql):
    ask(astrid, siri, book.service, book.first)
    refused(kari, sql, book.first.pk)
    assert slot_row(book.first).status == SlotStatus.TENTATIVE


@pytest.mark.parametrize("sql", [FREED, TAKEN])
def test_a_time_the_office_has_closed_stays_closed(book, kari, sql):
    Slot.objects.using(OWNER).filter(pk=book.first.pk).update(status=SlotStatus.UNAVAILABLE)
    refused(kari, sql, book.first.pk)


def test_a_time_one_had_before_is_the_next_ones(book, kari, astrid):
    cancel_appointment(actor=kari, now=now(), appointment_id=take(kari, book.first))
    take(astrid, book.first)
    refused(kari, FREED, book.first.pk)


@pytest.mark.parametrize("status", [A.ARRIVED, A.FULFILLED, A.NO_SHOW])
def test_a_time_that_was_used_is_not_given_back(book, kari, status):
    marked(take(kari, book.first), status=status)
    refused(kari, FREED, book.first.pk)


def test_an_old_offer_frees_nothing_that_somebody_has(book, kari, astrid, siri):
    """Decision 16: an offer may stay open while another has the time."""
    ask(kari, siri, book.service, book.first)
    Slot.objects.using(OWNER).filter(pk=book.first.pk).update(status=SlotStatus.FREE, held_until=None)
    take(astrid, book.first)
    refused(kari, FREED, book.first.pk)
    refused(kari, TAKEN, book.first.pk)


def test_a_time_offered_to_two_is_freed_by_neither_alone(book, kari, astrid, siri):
    first = ask(kari, siri, book.service, book.first)
    (mine,) = AppointmentOffer.objects.using(OWNER).filter(appointment_id=first)
    other = request_appointment(actor=astrid, now=now(), service_id=book.service, preferences={})
    AppointmentOffer.objects.using(OWNER).create(
        id=new_id(), practice_id=mine.practice_id, person_id=astrid.person_id, appointment_id=other, slot_id=mine.slot_id,
        offered_at=now(), held_until=now() + timedelta(hours=1),
    )  # fmt: skip
    refused(kari, FREED, mine.slot_id)
    decline_offers(actor=kari, now=now(), appointment_id=first)
    assert slot_row(mine.slot_id).status == SlotStatus.TENTATIVE
    refused(kari, FREED, mine.slot_id)
    refused(kari, TAKEN, mine.slot_id)


def test_an_answered_offer_is_not_opened_again(book, kari, siri):
    asked = ask(kari, siri, book.service, book.first)
    decline_offers(actor=kari, now=now(), appointment_id=asked)
    refused(kari, "update scheduling_appointmentoffer set state = 'open' where appointment_id = %s", asked)
    assert AppointmentOffer.objects.using(OWNER).get().state == "declined"


def test_what_is_free_or_ones_own_can_be_taken_and_given_back(book, kari, siri):
    """The wall is no higher than it must be: the same statements pass where a command would send them."""
    take(kari, book.first)
    ask(kari, siri, book.service, book.second)
    assert written(kari, FREED, book.first.pk) == 1
    assert written(kari, TAKEN, book.second.pk) == 1
    assert written(kari, TAKEN, book.third.pk) == 1


# Appointments


@pytest.mark.parametrize(("old", "new"), list(product(A, A)))
def test_the_steps_a_person_may_take(book, kari, old, new):
    appointment = marked(take(kari, book.first), status=old)
    if old == new or (old, new) in STEPS:
        assert written(kari, STATUS_SET, new, appointment) == 1
    else:
        refused(kari, STATUS_SET, new, appointment)
        assert appointment_row(appointment).status == old


@pytest.mark.parametrize("status", [A.BOOKED, A.CANCELLED])
def test_late_stays_late(book, kari, status):
    appointment = marked(take(kari, book.first), status=status, cancelled_late=True)
    refused(kari, "update scheduling_appointment set cancelled_late = false where id = %s", appointment)
    assert appointment_row(appointment).cancelled_late


@pytest.mark.parametrize("status", [A.ARRIVED, A.FULFILLED, A.NO_SHOW, A.CANCELLED])
@pytest.mark.parametrize("change", ["start_at = start_at + interval '1 day'", "end_reason = 'by_office'", "cancelled_late = true"])
def test_what_is_over_stands_but_may_be_hidden(book, kari, status, change):
    appointment = marked(take(kari, book.first), status=status)
    refused(kari, f"update scheduling_appointment set {change} where id = %s", appointment)  # noqa: S608
    assert written(kari, "update scheduling_appointment set shielded = true where id = %s", appointment) == 1


@pytest.mark.parametrize("status", [A.PENDING, A.ARRIVED, A.FULFILLED, A.NO_SHOW, A.CANCELLED])
def test_an_appointment_begins_as_booked_or_asked_for(book, kari, status):
    copy = appointment_row(take(kari, book.first))
    copy.pk, copy.status, copy.slot_id = new_id(), status, book.second.pk
    with pytest.raises(Error, match="not the person's to change"), gate.reading(kari, now=now()):
        insert(copy)


@pytest.mark.parametrize(("status", "by_office"), [("fulfilled", False), ("noshow", False), ("arrived", False), ("booked", True)])
def test_the_offices_lines_of_the_history_are_the_offices(book, kari, status, by_office):
    sql = """insert into scheduling_appointmentstatus (id, appointment_id, status, entered_at, by_name, by_office, reason)
        values (%s, %s, %s, now(), 'x', %s, '')"""
    appointment = take(kari, book.first)
    refused(kari, sql, new_id(), appointment, status, by_office)
    assert written(kari, sql, new_id(), appointment, "cancelled", False) == 1
