"""Asking for a time, and what the office answers."""

from datetime import timedelta

import pytest

from fastlinje.core.actor import Actor
from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused
from fastlinje.core.working_days import due_after
from fastlinje.scheduling.chores import end_offers
from fastlinje.scheduling.commands.accept_offer import accept_offer
from fastlinje.scheduling.commands.answer_request_with_booking import answer_request_with_booking
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.decline_offers import decline_offers
from fastlinje.scheduling.commands.decline_request import decline_request
from fastlinje.scheduling.commands.offer_times import offer_times
from fastlinje.scheduling.commands.request_appointment import request_appointment
from fastlinje.scheduling.commands.withdraw_request import withdraw_request
from fastlinje.scheduling.models import AppointmentOffer
from fastlinje.worklist.models import Task
from tests.scheduling_world import OWNER, a_service, appointment_row, slot_row


def refused(code, command, **arguments):
    with pytest.raises(Refused) as refusal:
        command(now=now(), **arguments)
    assert refusal.value.code == code


def ask(book, kari, **arguments):
    return request_appointment(
        **{"actor": kari, "now": now(), "service_id": book.service, "reason": "Kontroll", "preferences": {}} | arguments
    )


@pytest.fixture
def asked(book, kari):
    return ask(book, kari)


def task_of(appointment_id):
    return Task.objects.using(OWNER).get(focus_id=appointment_id)


def offers(appointment_id):
    return list(AppointmentOffer.objects.using(OWNER).filter(appointment_id=appointment_id).order_by("slot__start_at"))


def statuses(*slots):
    return [slot_row(slot).status for slot in slots]


def test_a_request_waits_for_the_office(book, kari):
    """F-015"""
    day = oslo_date(now()) + timedelta(days=3)
    wishes = {"weekdays": ["0", 3], "parts": ["morning"], "modality": "phone", "earliest": day.isoformat(), "latest": None}
    at = now()
    made = ask(book, kari, now=at, preferences=wishes | {"schedule": str(book.schedule)}, phone="90000001")
    row, task = appointment_row(made), task_of(made)
    assert (row.status, row.start_at, row.modality, row.phone) == ("proposed", None, "phone", "+4790000001")
    assert row.preferences["weekdays"] == [0, 3]
    assert row.preferences["earliest"] == day.isoformat()
    assert (task.kind, task.turn, task.due_at, task.unread_by_office) == (
        "appointment_request", "office", due_after(at).astimezone(task.due_at.tzinfo), True,
    )  # fmt: skip


WISHES = [
    ("wishes_invalid", {"weekdays": [7]}),
    ("wishes_invalid", {"weekdays": ["x"]}),
    ("wishes_invalid", {"modality": "fax"}),
    ("wishes_invalid", {"earliest": "snart"}),
    ("wishes_invalid", {"schedule": "Berg"}),
    ("dates_reversed", {"earliest": "2099-02-01", "latest": "2099-01-01"}),
    ("in_the_past", {"latest": "2020-01-01"}),
    ("too_far", {"earliest": "2099-01-01"}),
    ("not_found", {"schedule": str(new_id())}),
]


@pytest.mark.parametrize(("code", "wishes"), WISHES, ids=[f"{code}-{next(iter(wishes))}" for code, wishes in WISHES])
def test_wishes_that_cannot_be(book, kari, code, wishes):
    refused(code, request_appointment, actor=kari, service_id=book.service, preferences=wishes)


def test_as_many_requests_as_bookings(book, kari):
    for _ in range(3):
        ask(book, kari)
    refused("too_many_open", request_appointment, actor=kari, service_id=book.service, preferences={})


def test_who_may_not_ask(book, kari, per, siri):
    refused("not_found", request_appointment, actor=per, service_id=book.service, preferences={})
    refused("not_found", request_appointment, actor=kari, service_id=new_id(), preferences={})
    a_service(siri, service_id=book.service, min_age=70)
    refused("not_for_you", request_appointment, actor=kari, service_id=book.service, preferences={})


def test_answered_with_a_booked_time(book, kari, siri, asked):
    """F-184"""
    answer_request_with_booking(actor=siri, now=now(), appointment_id=asked, slot_id=book.second.pk)
    row, task = appointment_row(asked), task_of(asked)
    assert (row.status, row.start_at) == ("booked", book.second.start_at)
    assert (task.kind, task.turn, task.unread_by_person) == ("appointment", "nobody", True)
    refused("not_waiting", answer_request_with_booking, actor=siri, appointment_id=asked, slot_id=book.third.pk)
    refused("not_waiting", withdraw_request, actor=kari, appointment_id=asked)


def test_answered_with_times_to_choose_from(book, kari, siri, asked):
    offer_times(actor=siri, now=now(), appointment_id=asked, slot_ids=[book.first.pk, book.second.pk])
    assert statuses(book.first, book.second) == ["busy-tentative"] * 2
    assert (task_of(asked).turn, task_of(asked).status) == ("person", "pending")
    assert accept_offer(actor=kari, now=now(), offer_id=offers(asked)[1].pk) == asked
    assert statuses(book.first, book.second) == ["free", "busy"]
    assert [each.state for each in offers(asked)] == ["withdrawn", "accepted"]
    assert appointment_row(asked).start_at == book.second.start_at
    refused("not_waiting", accept_offer, actor=kari, offer_id=offers(asked)[0].pk)


def test_none_of_them_suits(book, kari, siri, asked):
    offer_times(actor=siri, now=now(), appointment_id=asked, slot_ids=[book.first.pk])
    decline_offers(actor=kari, now=now(), appointment_id=asked)
    assert statuses(book.first) == ["free"]
    assert (appointment_row(asked).status, task_of(asked).turn) == ("proposed", "office")
    refused("wrong_state", decline_offers, actor=kari, appointment_id=asked)


def test_offers_run_out(book, kari, siri, asked, worker):
    """What nobody answered goes back, and the request waits for the office again."""
    offer_times(actor=siri, now=now(), appointment_id=asked, slot_ids=[book.first.pk])
    (offer,) = offers(asked)
    with worker.connected():
        end_offers(actor=Actor.job("end_offers"), now=offer.held_until - timedelta(seconds=1))
        assert statuses(book.first) == ["busy-tentative"]
        end_offers(actor=Actor.job("end_offers"), now=offer.held_until)
        end_offers(actor=Actor.job("end_offers"), now=offer.held_until)
    assert statuses(book.first) == ["free"]
    assert (appointment_row(asked).status, task_of(asked).unread_by_office) == ("proposed", True)
    refused("offer_gone", accept_offer, actor=kari, offer_id=offer.pk)


def test_an_offer_past_its_time_is_gone(book, kari, siri, asked):
    offer_times(actor=siri, now=now(), appointment_id=asked, slot_ids=[book.first.pk])
    (offer,) = offers(asked)
    AppointmentOffer.objects.using(OWNER).update(held_until=now() - timedelta(seconds=1))
    refused("offer_gone", accept_offer, actor=kari, offer_id=offer.pk)


def test_a_stranger_gets_no_offer(book, kari, per, siri, asked):
    """AD-07"""
    offer_times(actor=siri, now=now(), appointment_id=asked, slot_ids=[book.first.pk])
    refused("not_found", accept_offer, actor=per, offer_id=offers(asked)[0].pk)
    refused("not_found", decline_offers, actor=per, appointment_id=asked)
    refused("not_found", withdraw_request, actor=per, appointment_id=asked)
    assert statuses(book.first) == ["busy-tentative"]


def test_others_do_not_see_what_is_kept(book, kari, siri, asked, logins):
    offer_times(actor=siri, now=now(), appointment_id=asked, slot_ids=[book.first.pk])
    refused("slot_taken", book_appointment, actor=kari, slot_id=book.first.pk)


def test_a_reasoned_no(book, siri, asked):
    """F-022"""
    refused("reason_missing", decline_request, actor=siri, appointment_id=asked, reason="by_person")
    refused("text_missing", decline_request, actor=siri, appointment_id=asked, reason="other")
    refused("text_too_long", decline_request, actor=siri, appointment_id=asked, reason="other", text="x" * 301)
    offer_times(actor=siri, now=now(), appointment_id=asked, slot_ids=[book.first.pk])
    decline_request(actor=siri, now=now(), appointment_id=asked, reason="call_us", text="Vi må høre litt mer først.")
    row = appointment_row(asked)
    assert (row.status, row.end_reason, row.end_text) == ("cancelled", "call_us", "Vi må høre litt mer først.")
    assert statuses(book.first) == ["free"]
    refused("not_waiting", decline_request, actor=siri, appointment_id=asked, reason="call_us")


def test_offers_that_cannot_be(book, siri, asked):
    refused("how_many", offer_times, actor=siri, appointment_id=asked, slot_ids=[])
    refused("slot_gone", offer_times, actor=siri, appointment_id=asked, slot_ids=[new_id()])
    refused("not_found", offer_times, actor=siri, appointment_id=new_id(), slot_ids=[book.first.pk])


def test_taking_it_back(book, kari, siri, asked):
    offer_times(actor=siri, now=now(), appointment_id=asked, slot_ids=[book.first.pk])
    withdraw_request(actor=kari, now=now(), appointment_id=asked)
    assert (appointment_row(asked).status, task_of(asked).turn, statuses(book.first)) == ("cancelled", "nobody", ["free"])
