"""On which line of a JSON text a place such as "people[3].name" stands. Only asked when something is wrong there."""

import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from json.decoder import scanstring

from .problems import Problem

_SPACE = re.compile(r"[ \t\n\r]*")
_STEP = re.compile(r"\w+")


def with_lines(content: bytes, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems of a document that is JSON, each with its line, in the order of the lines."""
    text = Lines(content.decode("utf-8-sig"))
    placed = (replace(problem, line=problem.line or text.line_of(problem.place)) for problem in problems)
    return tuple(sorted(placed, key=lambda problem: problem.line))


class Lines:
    """A JSON text whose places can be found. What was walked through once is remembered."""

    def __init__(self, text: str):
        self._text = text
        self._ends = [found.start() for found in re.finditer("\n", text)]
        self._decode = json.JSONDecoder().raw_decode
        self._inside: dict[int, dict[str, int]] = {}

    def line_of(self, place: str) -> int:
        """The line of a place, or of what it would stand in when it is missing there."""
        at = self._skip(0)
        for step in _STEP.findall(place):
            inside = self._places_in(at)
            if step not in inside:
                break
            at = inside[step]
        return bisect_right(self._ends, at) + 1

    def _places_in(self, start: int) -> dict[str, int]:
        """Where each field of an object, or each item of a list, begins; by its name or number."""
        if start not in self._inside:
            self._inside[start] = self._walk(start)
        return self._inside[start]

    def _walk(self, start: int) -> dict[str, int]:
        opening, found = self._text[start], {}
        if opening not in "{[":
            return found
        at = self._skip(start + 1)
        while self._text[at] not in "}]":
            name = str(len(found))
            if opening == "{":
                name, at = scanstring(self._text, at + 1, True)
                at = self._skip(self._skip(at) + 1)
            found[name] = at
            _value, at = self._decode(self._text, at)
            at = self._skip(at)
            if self._text[at] == ",":
                at = self._skip(at + 1)
        return found

    def _skip(self, at: int) -> int:
        return _SPACE.match(self._text, at).end()
