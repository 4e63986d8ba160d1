"""The file for the person's own calendar."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from fastlinje.core.clock import OSLO
from fastlinje.web.citizen.appointments.calendar_file import CalendarEvent, calendar_file

ID = UUID("01900000-0000-7000-8000-000000000001")


def event(**changes: object) -> CalendarEvent:
    fields = {
        "appointment_id": ID,
        "start_at": datetime(2026, 11, 24, 9, 20, tzinfo=OSLO),
        "end_at": datetime(2026, 11, 24, 9, 40, tzinfo=OSLO),
        "summary": "Time hos Tangen legekontor",
        "place": "Tangengata 3, 0253 Oslo",
        "note": "Logg inn på Fastlinje for å se timen.",
        "changed_at": datetime(2026, 11, 22, 6, 0, tzinfo=UTC),
    }
    return CalendarEvent(**fields | changes)


def lines(event: CalendarEvent) -> list[str]:
    return calendar_file(event).decode().replace("\r\n ", "").split("\r\n")


def test_when_and_where():
    assert lines(event()) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Fastlinje//Timer//NO",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{ID}@fastlinje",
        "DTSTAMP:20261122T060000Z",
        "DTSTART:20261124T082000Z",
        "DTEND:20261124T084000Z",
        "SUMMARY:Time hos Tangen legekontor",
        "LOCATION:Tangengata 3\\, 0253 Oslo",
        "DESCRIPTION:Logg inn på Fastlinje for å se timen.",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@pytest.mark.parametrize(
    ("fold", "utc"),
    [(0, "20261025T003000Z"), (1, "20261025T013000Z")],
    ids=["summer time", "an hour later, winter time"],
)
def test_the_night_the_clocks_are_put_back(fold, utc):
    """FD-17"""
    twice = datetime(2026, 10, 25, 2, 30, tzinfo=OSLO, fold=fold)
    assert f"DTSTART:{utc}" in lines(event(start_at=twice))


def test_no_line_is_longer_than_75_octets_and_no_letter_is_split():
    name = "Ålesund østre legesenter, " * 12
    written = calendar_file(event(summary=name))
    assert max(len(line) for line in written.split(b"\r\n")) == 75
    assert "SUMMARY:" + name.replace(",", "\\,") in lines(event(summary=name))


def test_what_somebody_writes_stays_on_its_line():
    """Nothing in an office's name can begin a line of its own."""
    written = lines(event(summary="Time\r\nATTACH:http://example.org; \\n", place=""))
    assert "SUMMARY:Time\\nATTACH:http://example.org\\; \\\\n" in written
    assert not any(line.startswith(("ATTACH", "LOCATION")) for line in written)
