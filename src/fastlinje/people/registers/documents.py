"""Reads a JSON document strictly: every field is known, present and of its kind, and an error names the place, never the value."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from fastlinje.core.identifiers import valid_national_id

E = TypeVar("E", bound=StrEnum)
_LONGEST_TEXT = 200


class BadDocument(ValueError):
    """What is wrong and where, as in "people[3].children[0].birth_date: is in the future". Repeats no content."""

    def __init__(self, where: str, problem: str):
        super().__init__(f"{where}: {problem}" if where else problem)


@dataclass(frozen=True, slots=True, repr=False)
class Node:
    """One place in a document."""

    value: Any
    where: str = ""

    def bad(self, problem: str) -> BadDocument:
        return BadDocument(self.where, problem)

    def fields(self, *names: str) -> dict[str, "Node"]:
        """An object with exactly these fields. A misspelt or missing one is an error: a lost end date would widen a power."""
        if not isinstance(self.value, dict):
            raise self.bad("must be an object")
        for name in names:
            if name not in self.value:
                raise self._child(name).bad("is missing")
        unknown = sorted(self.value.keys() - set(names))
        if unknown:
            raise self.bad(f"has {len(unknown)} unknown field(s); expected {', '.join(names)}")
        return {name: self._child(name) for name in names}

    def items(self) -> Iterator["Node"]:
        """The places in a list."""
        if not isinstance(self.value, list):
            raise self.bad("must be a list")
        return (Node(value, f"{self.where}[{position}]") for position, value in enumerate(self.value))

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip() or len(self.value) > _LONGEST_TEXT:
            raise self.bad(f"must be text of 1 to {_LONGEST_TEXT} characters")
        return self.value.strip()

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.bad("must be true or false")
        return self.value

    def national_id(self) -> str:
        if not isinstance(self.value, str) or not valid_national_id(self.value):
            raise self.bad("is not a valid national identity number")
        return self.value

    def day(self) -> date:
        return self._read(date.fromisoformat, "must be a date, YYYY-MM-DD")

    def optional_day(self) -> date | None:
        return None if self.value is None else self.day()

    def moment(self) -> datetime:
        moment = self._read(datetime.fromisoformat, "must be a time with offset, as in 2026-11-21T08:00:00+01:00")
        if moment.tzinfo is None:
            raise self.bad("must have an offset, as in 2026-11-21T08:00:00+01:00")
        return moment

    def one_of(self, kind: type[E]) -> E:
        return self._read(kind, f"must be one of {', '.join(member.value for member in kind)}")

    def several_of(self, kind: type[E]) -> frozenset[E]:
        """At least one."""
        members = frozenset(item.one_of(kind) for item in self.items())
        if not members:
            raise self.bad("must not be empty")
        return members

    def _read(self, read: Callable[[str], Any], problem: str) -> Any:
        try:
            if isinstance(self.value, str):
                return read(self.value)
        except ValueError:
            pass
        raise self.bad(problem)

    def _child(self, name: str) -> "Node":
        return Node(self.value.get(name), f"{self.where}.{name}" if self.where else name)


def parse(content: bytes) -> Node:
    """A JSON document in UTF-8 in which no field is written twice. Raises BadDocument."""
    try:
        return Node(json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once))
    except UnicodeDecodeError:
        raise BadDocument("", "must be UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadDocument(f"line {error.lineno}, column {error.colno}", "is not JSON") from None
    except RecursionError:
        raise BadDocument("", "is nested too deep") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadDocument("", "has an object where a field is written twice")
    return found
