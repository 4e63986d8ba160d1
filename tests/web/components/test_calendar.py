"""The calendar component: what happens at the same time stands level, and nothing is left out."""

import re

import pytest

from fastlinje.web.components.calendar import calendar
from fastlinje.web.components.drawing import ComponentError
from fastlinje.web.components.shapes import Block, Lane

CELL = re.compile(r'<(?:th scope="row"|td)(?: rowspan="(\d+)")?>(.*?)</t[hd]>')


def grid(html: str) -> list[list[str]]:
    """What stands in every square when spans are spread out; fails if the table is ragged."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html.split("<tbody>")[1])
    spread: list[dict[int, str]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for span, content in CELL.findall(row):
            while column in spread[number]:
                column += 1
            for further in range(int(span or 1)):
                assert column not in spread[number + further]
                spread[number + further][column] = re.sub("<[^>]+>", "", content)
    assert len({len(row) for row in spread}) == 1
    return [[row[column] for column in sorted(row)] for row in spread]


def block(starts: int, ends: int, name: str) -> Block:
    return Block(starts, ends, name, "booked")


def drawn(*lanes: list[Block], **named: object) -> str:
    return calendar(caption="Mandag", lanes=[Lane(str(n), blocks) for n, blocks in enumerate(lanes)], **named)


def test_times_stand_level():
    html = drawn([block(480, 500, "A"), block(500, 520, "B")], [block(480, 510, "C"), block(515, 520, "D")])
    assert grid(html) == [
        ["08.00", "A", "C"],
        ["08.20", "B", "C"],
        ["08.30", "B", ""],
        ["08.35", "B", "D"],
    ]


def test_what_overlaps_shares_a_cell():
    assert grid(drawn([block(480, 500, "A"), block(490, 510, "B"), block(510, 520, "C")])) == [["08.00", "AB"], ["08.30", "C"]]


def test_a_column_with_nothing_is_one_empty_cell():
    assert grid(drawn([block(480, 500, "A"), block(500, 520, "B")], [])) == [["08.00", "A", ""], ["08.20", "B", ""]]


def test_no_times_at_all():
    assert "<tbody></tbody>" in drawn([], [])


def test_past_midnight():
    assert [row[0] for row in grid(drawn([block(1430, 1440, "A"), block(1440, 1455, "B")]))] == ["23.50", "00.00"]


@pytest.mark.parametrize(("now", "marked"), [(479, []), (480, ["08.00"]), (499, ["08.00"]), (500, ["08.20"]), (520, []), (-1, [])])
def test_now_is_marked_and_said(now, marked):
    html = drawn([block(480, 500, "A"), block(500, 520, "B")], now=now)
    assert re.findall(r'data-now><th scope="row">([\d.]+)<span class="ds-sr-only"> nå', html) == marked


def test_a_misspelt_look_stops_the_page():
    with pytest.raises(ComponentError):
        drawn([Block(1, 2, "A", "busy")])


def test_what_is_in_it_is_escaped():
    assert "<script>" not in drawn([block(1, 2, "<script>")])
