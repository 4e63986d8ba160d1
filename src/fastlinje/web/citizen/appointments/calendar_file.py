"""An appointment as a file for the person's own calendar (RFC 5545): when and where, never why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

MOST_OCTETS = 75


@dataclass(frozen=True)
class CalendarEvent:
    """What the file says. Other people see calendars: `summary` holds the office's name and nothing about health."""

    appointment_id: UUID
    start_at: datetime
    end_at: datetime
    summary: str
    place: str
    note: str
    changed_at: datetime


def calendar_file(event: CalendarEvent) -> bytes:
    """The file's bytes. Times are UTC, so that no calendar has to know Norwegian summer time."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Fastlinje//Timer//NO",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{event.appointment_id}@fastlinje",
        f"DTSTAMP:{_utc(event.changed_at)}",
        f"DTSTART:{_utc(event.start_at)}",
        f"DTEND:{_utc(event.end_at)}",
        f"SUMMARY:{_escaped(event.summary)}",
        *([f"LOCATION:{_escaped(event.place)}"] if event.place else []),
        f"DESCRIPTION:{_escaped(event.note)}",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(folded + b"\r\n" for line in lines for folded in _folded(line))


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> Iterator[bytes]:
    """Lines of at most 75 octets; what continues begins with a space, and no letter is split."""
    piece = b""
    for letter in line:
        if len(piece) + len(letter.encode()) > MOST_OCTETS:
            yield piece
            piece = b" "
        piece += letter.encode()
    yield piece
