"""From weekly templates to times: daylight saving, midnight, leap day, holidays (FD-17)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from fastlinje.core.clock import OSLO
from fastlinje.core.identifiers import new_id
from fastlinje.scheduling.week import Absence, Line, day_bounds, local, opens_at, times_between, waking

SERVICE = new_id()


def line(weekday: int, starts: time, ends: time, **fields) -> Line:
    return Line(**{"service_id": SERVICE, "weekday": weekday, "starts": starts, "ends": ends, "minutes": 20} | fields)


def starts(first: date, last: date, *lines: Line, absences=()) -> list[str]:
    return [f"{each.start_at.astimezone(OSLO):%Y-%m-%d %H:%M}" for each in times_between(first, last, lines, absences)]


def test_a_morning_is_filled_with_whole_times():
    monday = date(2027, 1, 11)
    found = starts(monday, monday, line(0, time(9), time(10, 10)))
    assert found == ["2027-01-11 09:00", "2027-01-11 09:20", "2027-01-11 09:40"]


def test_only_the_lines_own_weekday_and_dates():
    mondays = line(0, time(9), time(9, 20), valid_from=date(2027, 1, 12), valid_to=date(2027, 1, 25))
    assert starts(date(2027, 1, 4), date(2027, 2, 8), mondays) == ["2027-01-18 09:00", "2027-01-25 09:00"]


def test_no_times_on_holidays_and_days_of_absence():
    """17 May and Whit Monday 2027 are the same day; Easter is 25–29 March."""
    mondays = line(0, time(9), time(9, 20))
    absent = Absence(date(2027, 5, 24), date(2027, 5, 30))
    assert starts(date(2027, 5, 10), date(2027, 5, 31), mondays, absences=[absent]) == ["2027-05-10 09:00", "2027-05-31 09:00"]
    assert starts(date(2027, 3, 22), date(2027, 3, 29), mondays) == ["2027-03-22 09:00"]


def test_a_leap_day_is_a_day():
    tuesdays = line(1, time(9), time(9, 20))
    assert starts(date(2028, 2, 28), date(2028, 3, 7), tuesdays) == ["2028-02-29 09:00", "2028-03-07 09:00"]


@pytest.mark.parametrize(
    ("night", "hours"), [(date(2027, 3, 28), 5), (date(2027, 10, 31), 7), (date(2027, 6, 6), 6)], ids=["spring", "autumn", "plain"]
)
def test_a_night_has_the_hours_it_has(night, hours):
    """From midnight to six: an hour less in spring, one more in autumn, and no time twice or overlapping."""
    sundays = line(6, time(0), time(6), minutes=30)
    times = list(times_between(night, night, [sundays]))
    if night == date(2027, 3, 28):
        assert times == []  # Easter Sunday 2027 is that very night
        times = list(times_between(date(2026, 3, 29), date(2026, 3, 29), [sundays]))
    assert len(times) == hours * 2
    assert all(first.end_at == second.start_at for first, second in zip(times, times[1:], strict=False))


def test_the_same_clock_time_before_and_after_the_change():
    fridays = line(4, time(9), time(9, 20))
    times = list(times_between(date(2026, 10, 23), date(2026, 10, 30), [fridays]))
    assert [each.start_at.astimezone(UTC).hour for each in times] == [7, 8]


def test_until_midnight():
    mondays = line(0, time(23), time(0))
    found = starts(date(2027, 1, 11), date(2027, 1, 11), mondays)
    assert found == ["2027-01-11 23:00", "2027-01-11 23:20", "2027-01-11 23:40"]


def test_a_skipped_time_is_when_the_clock_has_skipped():
    assert local(date(2026, 3, 29), time(2, 30)) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert local(date(2026, 10, 25), time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_a_day_begins_and_ends_at_midnight(day, hours):
    begins, ends = day_bounds(day)
    assert ends - begins == timedelta(hours=hours)


def test_bookable_from_midnight_so_many_days_before():
    start = datetime(2026, 11, 2, 8, tzinfo=UTC)
    assert opens_at(start, 14) == datetime(2026, 10, 18, 22, tzinfo=UTC)
    (only,) = times_between(date(2026, 11, 2), date(2026, 11, 2), [line(0, time(9), time(9, 20), closes_minutes_before=90)])
    assert only.bookable_until == only.start_at - timedelta(minutes=90)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 22, 6, tzinfo=UTC), datetime(2026, 11, 22, 6, tzinfo=UTC)),
        (datetime(2026, 11, 22, 5, 59, tzinfo=UTC), datetime(2026, 11, 22, 6, tzinfo=UTC)),
        (datetime(2026, 11, 22, 20, tzinfo=UTC), datetime(2026, 11, 23, 6, tzinfo=UTC)),
    ],
)
def test_nobody_is_woken_for_an_offer(moment, expected):
    assert waking(moment) == expected
