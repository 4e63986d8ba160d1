"""Reminders: two days before, and on the day for phone and video; each once, whatever the clock does (F-020, FD-17)."""

from datetime import UTC, datetime, timedelta

import pytest

from fastlinje.core.actor import Actor
from fastlinje.core.clock import OSLO
from fastlinje.nonprod.appointment_book import make_appointment
from fastlinje.notifications.models import Notice
from fastlinje.notifications.templates import wording
from fastlinje.scheduling import chores
from fastlinje.scheduling.chores import send_reminders
from fastlinje.scheduling.models import Appointment
from tests.scheduling_world import OWNER, a_service, a_slot, appointment_row

JOB = Actor.job("send_reminders")


def at(text: str) -> datetime:
    """An Oslo time."""
    return datetime.fromisoformat(text).replace(tzinfo=OSLO).astimezone(UTC)


@pytest.fixture
def remind(worker):
    """What is sent when the clock comes by at each of these times; `placed` when they got it."""

    def run(appointment: Appointment, *moments: str) -> list[str]:
        before = set(Notice.objects.using(OWNER).values_list("pk", flat=True))
        for moment in moments:
            with worker.connected():
                send_reminders(actor=JOB, now=at(moment))
            worker.run(until=at(moment))
        new = Notice.objects.using(OWNER).exclude(pk__in=before).order_by("created_at")
        return [notice.template for notice in new if notice.template.startswith("reminder")]

    return run


def appointment(book, cast, start: str, *, modality: str = "in-person", placed: str = "2026-01-01T12:00", **fields) -> Appointment:
    """Kari's booked time, with its line in the lists."""
    service = a_service(book.staff, name=f"Time {modality}", modality=modality)
    slot = a_slot(book.schedule, service, start_at=at(start))
    given = {"author": cast.kari, "phone": "+4790000001", "asked_at": at(placed), "placed_at": at(placed)}
    return make_appointment(slot, cast.kari_patient, **given | fields)


def test_two_days_before_and_not_again(book, cast, remind):
    row = appointment(book, cast, "2027-02-10T09:00")
    assert remind(row, "2027-02-08T08:59") == []
    assert remind(row, "2027-02-08T09:00", "2027-02-08T09:01", "2027-02-09T09:00") == ["reminder"]


def test_it_says_when_and_until_when(book, cast, remind):
    remind(appointment(book, cast, "2027-02-10T09:20"), "2027-02-08T09:20")
    notice = Notice.objects.using(OWNER).get()
    assert wording(notice.template, notice.values, "nb").sentence == (
        "Husk timen hos Tangen legekontor onsdag 10. februar kl. 09.20. Avbestill senest tirsdag 9. februar kl. 09.20."
    )


@pytest.mark.parametrize(
    "moments",
    [
        ("2027-02-08T09:00", "2027-02-08T07:00", "2027-02-08T09:00"),
        ("2027-02-08T08:00", "2027-02-08T10:00", "2027-02-08T10:01"),
        ("2027-02-08T23:00",),
    ],
    ids=["two hours back", "two hours on", "the worker was down"],
)
def test_whatever_the_clock_does_there_is_one(book, cast, remind, moments):
    """FD-17"""
    assert remind(appointment(book, cast, "2027-02-10T09:00"), *moments) == ["reminder"]


@pytest.mark.parametrize(
    ("start", "too_early", "due"),
    [
        ("2026-03-30T09:00", "2026-03-28T07:59", "2026-03-28T08:00"),
        ("2026-10-26T09:00", "2026-10-24T09:59", "2026-10-24T10:00"),
    ],
    ids=["spring", "autumn"],
)
def test_over_the_change_of_clocks(book, cast, remind, start, too_early, due):
    """FD-17: 48 hours are 48 hours, once."""
    row = appointment(book, cast, start)
    assert remind(row, too_early) == []
    assert remind(row, due, due, start.replace("T09:00", "T00:30")) == ["reminder"]


def test_who_just_got_the_time_is_not_reminded(book, cast, remind):
    row = appointment(book, cast, "2027-02-10T09:00", placed="2027-02-08T10:00")
    assert remind(row, "2027-02-08T10:01", "2027-02-09T10:00", "2027-02-10T08:00") == []


@pytest.mark.parametrize(("modality", "template"), [("phone", "reminder_phone"), ("video", "reminder_video")])
def test_on_the_day_for_those_who_are_to_sit_ready(book, cast, remind, modality, template):
    row = appointment(book, cast, "2027-02-10T13:00", modality=modality)
    assert remind(row, "2027-02-08T13:00") == ["reminder"]
    assert remind(row, "2027-02-10T06:59") == []
    assert remind(row, "2027-02-10T07:00", "2027-02-10T07:01", "2027-02-10T05:00", "2027-02-10T08:00") == [template]


def test_early_in_the_morning_an_hour_before(book, cast, remind):
    row = appointment(book, cast, "2027-02-10T07:30", modality="phone", reminded_at=at("2027-02-08T07:30"))
    assert remind(row, "2027-02-10T06:29") == []
    assert remind(row, "2027-02-10T06:30") == ["reminder_phone"]


def test_not_when_it_cannot_be_cancelled_any_more(book, cast, remind):
    row = appointment(book, cast, "2027-02-10T09:00", cancel_by=at("2027-02-07T09:00"))
    assert remind(row, "2027-02-08T09:00") == ["reminder_late"]


def test_one_that_fails_holds_up_no_other(book, cast, remind, monkeypatch):
    """The one that fails is the first, each minute."""
    broken = appointment(book, cast, "2027-02-10T09:00")
    whole = make_appointment(
        a_slot(book.schedule, broken.service_id, start_at=at("2027-02-10T09:30")),
        cast.kari_patient,
        author=cast.kari,
        placed_at=at("2026-01-01T12:00"),
    )

    def failing(*, appointment_id, **given):
        if appointment_id == broken.pk:
            raise ValueError("unreadable")
        return one(appointment_id=appointment_id, **given)

    one = chores.remind
    monkeypatch.setattr(chores, "remind", failing)
    with pytest.raises(ExceptionGroup, match="reminders"):
        remind(broken, "2027-02-08T09:40")
    assert appointment_row(whole.pk).reminded_at == at("2027-02-08T09:40")


@pytest.mark.parametrize("status", ["cancelled", "arrived", "noshow"])
def test_only_what_is_coming(book, cast, remind, status):
    assert remind(appointment(book, cast, "2027-02-10T09:00", status=status), "2027-02-08T09:00") == []


def test_a_move_brings_new_reminders(book, cast, remind):
    row = appointment(book, cast, "2027-02-10T09:00")
    assert remind(row, "2027-02-08T09:00") == ["reminder"]
    later = at("2027-02-20T09:00")
    Appointment.objects.using(OWNER).update(
        start_at=later,
        end_at=later + timedelta(minutes=20),
        cancel_by=later - timedelta(hours=24),
        reminded_at=None,
        placed_at=at("2027-02-09T09:00"),
    )
    assert remind(row, "2027-02-18T09:00") == ["reminder"]
    assert appointment_row(row.pk).reminded_at == at("2027-02-18T09:00")
