"""Nights when the clock is changed, midnight and leap day: booking, the day's limit, and until when one can cancel (FD-17).

Reminders stand in test_reminders.py, weekly templates in test_week.py, the file for a calendar with its page.
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from fastlinje.core.clock import OSLO
from fastlinje.core.refusal import Refused
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.cancel_appointment import cancel_appointment
from fastlinje.scheduling.models import AppointmentService, Slot
from fastlinje.scheduling.rules import call_up_at, check_age, check_time, is_late, remind_at
from fastlinje.scheduling.week import day_bounds, opens_at
from fastlinje.web.citizen.appointments import words
from tests.scheduling_world import OWNER, Book, appointment_row

MOMENT = timedelta(seconds=1)


def oslo(text: str, *, fold: int = 0) -> datetime:
    """An Oslo time as a moment; `fold` 1 is the second of two."""
    return datetime.fromisoformat(text).replace(tzinfo=OSLO, fold=fold).astimezone(UTC)


def refusal(rule, *arguments, **named) -> str:
    try:
        rule(*arguments, **named)
    except Refused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize(
    ("start", "by", "said"),
    [
        ("2026-03-29T09:00", "2026-03-28T08:00", "lørdag 28. mars kl. 08.00"),
        ("2026-03-30T09:00", "2026-03-29T09:00", "søndag 29. mars kl. 09.00"),
        ("2026-10-25T09:00", "2026-10-24T10:00", "lørdag 24. oktober kl. 10.00"),
        ("2026-10-26T09:00", "2026-10-25T09:00", "søndag 25. oktober kl. 09.00"),
        ("2028-03-01T08:00", "2028-02-29T08:00", "tirsdag 29. februar kl. 08.00"),
        ("2027-03-01T00:00", "2027-02-28T00:00", "søndag 28. februar kl. 00.00"),
    ],
    ids=["spring night", "after spring", "autumn night", "after autumn", "leap day", "midnight"],
)
def test_a_day_before_is_twenty_four_hours(start, by, said):
    """What the page says is what the rule means, to the minute: the last moment is in time, and the next is late."""
    deadline = oslo(start) - timedelta(hours=24)
    assert deadline == oslo(by)
    assert words.at(deadline, deadline) == said
    assert not is_late(deadline, oslo(by))
    assert is_late(deadline, oslo(by) + MOMENT)


@pytest.mark.parametrize(
    ("start", "reminded", "called_up"),
    [
        ("2026-03-29T13:00", "2026-03-27T12:00", "2026-03-29T07:00"),
        ("2026-10-25T13:00", "2026-10-23T14:00", "2026-10-25T07:00"),
        ("2028-02-29T13:00", "2028-02-27T13:00", "2028-02-29T07:00"),
        ("2028-03-01T00:30", "2028-02-28T00:30", "2028-02-29T23:30"),
    ],
    ids=["spring", "autumn", "leap day", "just after midnight"],
)
def test_when_one_is_reminded(start, reminded, called_up):
    """F-020: 48 hours are hours; the morning is the clock's."""
    assert remind_at(oslo(start)) == oslo(reminded)
    assert call_up_at(oslo(start)) == oslo(called_up)


@pytest.mark.parametrize("start", ["2026-03-30T09:00", "2026-10-26T09:00", "2028-03-02T09:00"], ids=["spring", "autumn", "leap"])
def test_a_time_opens_at_midnight_and_closes_to_the_minute(start):
    """F-131: two days before, over the change of clocks and over leap day."""
    at = oslo(start)
    slot = Slot(start_at=at, bookable_from=opens_at(at, 2), bookable_until=at - timedelta(hours=1))
    opens = day_bounds(at.astimezone(OSLO).date() - timedelta(days=2))[0]
    assert opens.astimezone(OSLO).time() == time(0)
    assert refusal(check_time, slot, opens - MOMENT) == "too_early"
    assert refusal(check_time, slot, opens) == ""
    assert refusal(check_time, slot, at - timedelta(hours=1) - MOMENT) == ""
    assert refusal(check_time, slot, at - timedelta(hours=1)) == "too_late"
    assert refusal(check_time, slot, at) == "in_the_past"


@pytest.mark.parametrize(
    ("on", "code"), [(date(2027, 2, 28), "not_for_you"), (date(2027, 3, 1), ""), (date(2028, 2, 29), "")], ids=str
)
def test_whoever_is_born_on_leap_day_is_older_on_the_first_of_march(on, code):
    """The age on the day of the appointment, counted from midnight."""
    assert refusal(check_age, AppointmentService(min_age=65), date(1962, 2, 28), on) == ""
    assert refusal(check_age, AppointmentService(min_age=67), date(1960, 2, 29), on) == code


class TestAutumnNight:
    """The clock goes from three back to two: half past two comes twice."""

    @pytest.fixture(autouse=True)
    def a_week_before(self):
        with time_machine.travel(oslo("2026-10-19T12:00"), tick=True):
            yield

    @pytest.fixture
    def twice(self, cast, siri) -> tuple[Book, Slot, Slot]:
        book = Book(cast, siri)
        AppointmentService.objects.using(OWNER).update(online_per_day=2)
        return book, *(book.add(time(0), start_at=oslo("2026-10-25T02:30", fold=fold)) for fold in (0, 1))

    def test_each_is_a_time_of_its_own(self, twice, kari):
        """No overlap, an hour apart, and the day's limit counts both: the day has twenty-five hours."""
        book, first, second = twice
        at = oslo("2026-10-19T12:01")
        made = [book_appointment(actor=kari, now=at, slot_id=slot.pk) for slot in (first, second)]
        starts = [appointment_row(pk).start_at for pk in made]
        assert starts[1] - starts[0] == timedelta(hours=1)
        assert [start.astimezone(OSLO).strftime("%H:%M") for start in starts] == ["02:30", "02:30"]
        late = book.add(time(0), start_at=oslo("2026-10-25T23:30"))
        assert refusal(book_appointment, actor=kari, now=at, slot_id=late.pk) == "slot_gone"
        next_day = book.add(time(0), start_at=oslo("2026-10-26T00:00"))
        assert book_appointment(actor=kari, now=at, slot_id=next_day.pk)

    def test_a_cancellation_in_between_is_of_the_right_one(self, twice, kari):
        """Deadlines an hour apart: at one moment the first is late and the second is not."""
        _book, first, second = twice
        made = [book_appointment(actor=kari, now=oslo("2026-10-19T12:01"), slot_id=slot.pk) for slot in (first, second)]
        between = oslo("2026-10-24T03:00")
        assert [is_late(appointment_row(pk).cancel_by, between) for pk in made] == [True, False]
        cancel_appointment(actor=kari, now=oslo("2026-10-19T12:02"), appointment_id=made[0])
        assert [appointment_row(pk).status for pk in made] == ["cancelled", "booked"]


class TestSpringNight:
    """The clock goes from two to three."""

    @pytest.fixture(autouse=True)
    def a_week_before(self):
        with time_machine.travel(oslo("2026-03-23T12:00"), tick=True):
            yield

    def test_twenty_minutes_are_twenty_minutes(self, cast, siri, kari):
        """What begins ten to two ends ten past three, the deadline is a day before, and what begins then does not overlap."""
        book, at = Book(cast, siri), oslo("2026-03-23T12:01")
        made = book_appointment(actor=kari, now=at, slot_id=book.add(time(0), start_at=oslo("2026-03-29T01:50")).pk)
        row = appointment_row(made)
        assert words.from_to(row.start_at, row.end_at, at) == "søndag 29. mars kl. 01.50–03.10"
        assert row.cancel_by == oslo("2026-03-28T01:50")
        assert book_appointment(actor=kari, now=at, slot_id=book.add(time(0), start_at=oslo("2026-03-29T03:10")).pk)
