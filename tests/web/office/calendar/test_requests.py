"""Those who ask for a time, and what the office answers."""

import re
from datetime import time, timedelta

import pytest
from django.urls import reverse

from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.scheduling.commands.book_for_patient import book_for_patient
from fastlinje.scheduling.commands.request_appointment import request_appointment
from fastlinje.scheduling.models import Appointment
from tests.scheduling_world import OWNER, a_day, a_service, a_slot, appointment_row, slot_row


@pytest.fixture
def asked(book, kari):
    """Kari's request, for an afternoon on the day that has times in the morning."""
    return ask(book, kari, weekdays=[a_day().weekday()], parts=["afternoon"])


def ask(book, kari, **wishes):
    return request_appointment(actor=kari, now=now(), service_id=book.service, reason="Vondt i skulderen", preferences=wishes)


def page(appointment_id) -> str:
    return reverse("office_request", args=[appointment_id])


def offered(answer) -> list[str]:
    return re.findall(r'name="slots" value="([^"]+)"', answer.content.decode())


def test_a_request_is_in_the_queue_and_on_the_worklist(secretary, asked, said):
    """F-015, F-187"""
    for place in (reverse("office_requests"), reverse("worklist"), reverse("worklist") + "?vis=alle"):
        answer = secretary.get(place)
        assert "Kari Nordmann, 42 år" in said(answer)
        assert "Venter på time" in said(answer)
        assert page(asked) in answer.content.decode()
        assert "skulderen" not in answer.content.decode()


def test_an_empty_queue_says_so(secretary, said):
    assert "Ingen timeønsker venter" in said(secretary.get(reverse("office_requests")))


def test_what_they_wish_and_what_suits(secretary, book, asked, said):
    """F-184"""
    first = secretary.get(page(asked))
    for expected in ("Vondt i skulderen", "etter kl. 12", "Ingen ledige tider passer med alle ønskene."):
        assert expected in said(first)
    assert offered(first) == [str(slot.pk) for slot in (book.first, book.second, book.third)]
    afternoon = book.add(time(13))
    again = secretary.get(page(asked))
    assert offered(again) == [str(afternoon.pk)]
    assert "Ingen ledige tider passer" not in said(again)


@pytest.mark.parametrize(
    ("wishes", "suiting"),
    [
        ({}, ["09.00", "12.00", "next"]),
        ({"parts": ["morning"]}, ["09.00"]),
        ({"parts": ["afternoon"]}, ["12.00", "next"]),
        ({"parts": ["morning", "afternoon"]}, ["09.00", "12.00", "next"]),
        ({"weekdays": [0]}, ["next"]),
        ({"earliest": 1}, ["next"]),
        ({"latest": 0}, ["09.00", "12.00"]),
        ({"modality": "phone"}, ["call"]),
    ],
)
def test_every_wish_narrows(secretary, book, siri, kari, wishes, suiting):
    """F-184: on the wall clock's days and hours."""
    for slot in (book.second, book.third):
        secretary.post(reverse("office_slot_opening", args=[slot.pk]))
    following = a_day() + timedelta(days=(7 - a_day().weekday()) % 7 or 7)
    phone = a_service(siri, name="Telefontime", modality="phone")
    there = {
        "09.00": book.first,
        "12.00": book.add(time(12)),
        "next": book.add(time(12), day=following),
        "call": a_slot(book.schedule, phone, time(15)),
    }
    for name in ("earliest", "latest"):
        if name in wishes:
            wishes = {name: (a_day() + timedelta(days=wishes[name])).isoformat()}
    phone_number = {"phone": "90000001"} if wishes.get("modality") else {}
    made = request_appointment(actor=kari, now=now(), service_id=book.service, preferences=wishes, **phone_number)
    if wishes == {"weekdays": [0]} and a_day().weekday() == 0:
        suiting = ["09.00", "12.00", "next"]
    assert offered(secretary.get(page(made))) == [str(there[name].pk) for name in suiting]


def test_one_time_is_given(secretary, book, asked, said):
    """F-184"""
    for chosen in ([], [book.first.pk, book.second.pk]):
        unsure = secretary.post(page(asked), {"answer": "bestill", "slots": chosen})
        assert unsure.status_code == 422
        assert "Velg den ene tiden pasienten skal ha." in said(unsure)
    assert secretary.post(page(asked), {"answer": "bestill", "slots": [book.second.pk]})["Location"] == reverse("office_requests")
    row = appointment_row(asked)
    assert (row.status, row.slot_id) == ("booked", book.second.pk)
    assert secretary.get(page(asked))["Location"] == reverse("office_visit", args=[asked])
    late = secretary.post(page(asked), {"answer": "bestill", "slots": [book.third.pk]})
    assert late["Location"] == reverse("office_visit", args=[asked])
    assert slot_row(book.third).status == "free"


def test_several_times_are_offered(secretary, book, asked, said):
    """F-184"""
    slots = [book.first.pk, book.third.pk]
    assert secretary.post(page(asked), {"answer": "tilby", "slots": slots}).status_code == 302
    assert appointment_row(asked).status == "pending"
    assert [slot_row(slot).status for slot in slots] == ["busy-tentative", "busy-tentative"]
    words = said(secretary.get(page(asked)))
    assert "Tilbudt pasienten" in words
    assert "kl. 09.40–10.00 hos Lege Berg, holdes til" in words
    assert "Tilbudt en pasient" in said(secretary.get(reverse("office_calendar") + f"?dag={a_day().isoformat()}"))


def test_a_time_that_went_meanwhile_is_explained(secretary, book, asked, siri, said):
    """AD-64"""
    book_for_patient(actor=siri, now=now(), slot_id=book.first.pk, patient_id=book.cast.astrid_patient.pk)
    for answer in ("bestill", "tilby"):
        refused = secretary.post(page(asked), {"answer": answer, "slots": [book.first.pk]})
        assert refused.status_code == 422
        assert "Denne tiden er opptatt. Velg en annen." in said(refused)
    assert appointment_row(asked).status == "proposed"


def test_no_times_at_all(secretary, asked, book, said):
    for slot in (book.first, book.second, book.third):
        secretary.post(reverse("office_slot_opening", args=[slot.pk]))
    assert "Det er ingen ledige tider av denne typen." in said(secretary.get(page(asked)))


def test_a_no_has_a_reason(secretary, asked, said):
    """F-022"""
    no = reverse("office_request_no", args=[asked])
    for given, sentence in (
        ({}, "Velg en grunn."),
        ({"reason": "other"}, "Skriv hvorfor"),
        ({"reason": "no_times", "text": "x" * 301}, "Teksten er for lang."),
    ):
        answer = secretary.post(no, given)
        assert answer.status_code == 422
        assert sentence in said(answer)
    assert secretary.post(no, {"reason": "call_us", "text": "Spør etter Siri."}).status_code == 302
    row = appointment_row(asked)
    assert (row.status, row.end_reason, row.end_text) == ("cancelled", "call_us", "Spør etter Siri.")
    assert secretary.post(no, {"reason": "call_us"})["Location"] == reverse("office_visit", args=[asked])
    assert "Spør etter Siri." in said(secretary.get(reverse("office_visit", args=[asked])))


def test_wishes_whose_days_have_passed_are_still_read(secretary, book, kari, said):
    """FD-17: the office may be slow."""
    made = ask(book, kari, earliest=oslo_date(now()).isoformat(), latest=a_day().isoformat())
    row = Appointment.objects.using(OWNER).get(pk=made)
    row.preferences = {**row.preferences, "earliest": "2020-01-01", "latest": "2020-02-01"}
    row.save(using=OWNER, update_fields=["preferences"])
    assert "1. februar 2020" in said(secretary.get(page(made)))


@pytest.mark.parametrize("name", ["office_request", "office_request_no"])
def test_foreign_and_missing_requests_are_alike(at_vika, secretary, asked, book, name):
    """AD-13"""
    given = {"answer": "bestill", "slots": [book.first.pk], "reason": "call_us"}
    for client, which in ((at_vika, asked), (secretary, new_id())):
        assert client.post(reverse(name, args=[which]), given).status_code == 404
        assert client.get(reverse(name, args=[which])).status_code in (404, 405)
    assert appointment_row(asked).status == "proposed"
