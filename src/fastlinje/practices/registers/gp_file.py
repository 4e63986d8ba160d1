"""Whose list people are on, from a CSV file the office exports from its own system. Columns: docs/registers.md."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from fastlinje.core.identifiers import valid_national_id, valid_organisation_number
from fastlinje.people.registers.problems import BadDocument, Problem
from fastlinje.people.registers.unavailable import NotANationalId
from fastlinje.people.registers.watched_file import WatchedFile

from .gp_register import ListMembership

COLUMNS = (
    "national_id",
    "gp_hpr_number",
    "gp_name",
    "organisation_number",
    "organisation_name",
    "list_id",
    "from_date",
    "to_date",
)
_Lists = dict[str, list[tuple[int, ListMembership]]]


class GpFile:
    """One per process. A new file counts from the next look-up."""

    def __init__(self, path: Path):
        self._file: WatchedFile[_Lists] = WatchedFile(path, "gp_file", read_lists)

    def gp_of(self, national_id: str, at: date) -> ListMembership | None:
        """The person's GP on that day; None for somebody not in the file. Raises RegisterUnavailable, NotANationalId."""
        if not valid_national_id(national_id):
            raise NotANationalId
        memberships = (membership for _, membership in self._file.content().get(national_id, []))
        return next((membership for membership in memberships if membership.includes(at)), None)

    def check(self) -> None:
        """Reads the file once, for the check at start-up. Raises RegisterUnavailable, whose text names line and column."""
        self._file.content()


def read_lists(content: bytes) -> _Lists:
    """Everybody in the file. Separated by semicolon or comma, UTF-8, the first line names the columns. Raises BadDocument."""
    lists: _Lists = {}
    for line, row in _rows(content):
        national_id, membership = _membership(line, row)
        there = lists.setdefault(national_id, [])
        for earlier, other in there:
            if _overlap(membership, other):
                raise BadDocument([Problem(f"line {line}", f"overlaps line {earlier}: one person is on one list at a time")])
        there.append((line, membership))
    return lists


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadDocument([Problem("", "must be UTF-8; choose «CSV UTF-8» when exporting")]) from None
    header = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in header else ",", strict=True)
    try:
        names = [name.strip() for name in next(rows, [])]
        if sorted(names) != sorted(COLUMNS):
            raise BadDocument([Problem("line 1", f"must name exactly these columns: {', '.join(COLUMNS)}")])
        for cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                raise BadDocument([Problem(f"line {rows.line_num}", f"has {len(cells)} columns instead of {len(names)}")])
            yield rows.line_num, dict(zip(names, (cell.strip() for cell in cells), strict=True))
    except csv.Error:
        raise BadDocument([Problem(f"line {rows.line_num}", "is not CSV")]) from None


def _membership(line: int, row: dict[str, str]) -> tuple[str, ListMembership]:
    _check(valid_national_id(row["national_id"]), line, "national_id", "is not a valid national identity number")
    _check(_is_number(row["gp_hpr_number"], 9), line, "gp_hpr_number", "must be up to nine digits")
    office = row["organisation_number"]
    _check(_is_number(office, 9) and valid_organisation_number(office), line, "organisation_number", "is not a valid number")
    for name in ("gp_name", "organisation_name", "list_id"):
        _check(0 < len(row[name]) <= 200, line, name, "must be text of 1 to 200 characters")
    start = _day(line, row, "from_date")
    end = _day(line, row, "to_date") if row["to_date"] else None
    _check(end is None or start <= end, line, "to_date", "is before from_date")
    return row["national_id"], ListMembership(
        gp_her_id=None,
        gp_hpr_number=row["gp_hpr_number"],
        gp_name=row["gp_name"],
        organisation_number=row["organisation_number"],
        organisation_name=row["organisation_name"],
        list_id=row["list_id"],
        from_date=start,
        to_date=end,
    )


def _check(good: bool, line: int, column: str, problem: str) -> None:
    if not good:
        raise BadDocument([Problem(f"line {line}, {column}", problem)])


def _is_number(text: str, most: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= most


def _day(line: int, row: dict[str, str], column: str) -> date:
    """2026-11-21 or 21.11.2026, as Norwegian systems and spreadsheets write it."""
    text = row[column]
    day, _, rest = text.partition(".")
    month, _, year = rest.partition(".")
    try:
        return date.fromisoformat(f"{year}-{month:0>2}-{day:0>2}" if year else text)
    except ValueError:
        raise BadDocument([Problem(f"line {line}, {column}", "must be a date, YYYY-MM-DD or DD.MM.YYYY")]) from None


def _overlap(one: ListMembership, other: ListMembership) -> bool:
    latest_start = max(day for day in (one.from_date, other.from_date) if day)
    return one.includes(latest_start) and other.includes(latest_start)
