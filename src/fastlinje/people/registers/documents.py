"""Reads a JSON document strictly: every field is known, present and of its kind, and an error names the place, never the value."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from fastlinje.core.identifiers import valid_national_id

from .problems import BadDocument, Flaw, Problem

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True, repr=False)
class Node:
    """One place in a document."""

    value: Any
    where: str = ""

    def bad(self, flaw: Flaw, **about: str | int) -> BadDocument:
        return BadDocument([Problem(self.where, flaw, about)])

    def fields(self, *names: str) -> dict[str, "Node"]:
        """An object with exactly these fields. A misspelt or missing one is an error: a lost end date would widen a power."""
        if not isinstance(self.value, dict):
            raise self.bad(Flaw.NOT_OBJECT)
        wrong = [self._child(name).bad(Flaw.MISSING) for name in names if name not in self.value]
        if unknown := len(self.value.keys() - set(names)):
            wrong.append(self.bad(Flaw.UNKNOWN_FIELDS, count=unknown, allowed=", ".join(names)))
        if wrong:
            raise BadDocument.of_all(wrong)
        return {name: self._child(name) for name in names}

    def items(self) -> Iterator["Node"]:
        """The places in a list."""
        if not isinstance(self.value, list):
            raise self.bad(Flaw.NOT_LIST)
        return (Node(value, f"{self.where}[{position}]") for position, value in enumerate(self.value))

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip() or len(self.value) > _LONGEST_TEXT:
            raise self.bad(Flaw.NOT_TEXT, most=_LONGEST_TEXT)
        return self.value.strip()

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.bad(Flaw.NOT_FLAG)
        return self.value

    def national_id(self) -> str:
        if not isinstance(self.value, str) or not valid_national_id(self.value):
            raise self.bad(Flaw.NOT_NATIONAL_ID)
        return self.value

    def day(self) -> date:
        return self._read(date.fromisoformat, Flaw.NOT_DATE)

    def optional_day(self) -> date | None:
        return None if self.value is None else self.day()

    def moment(self) -> datetime:
        moment = self._read(datetime.fromisoformat, Flaw.NOT_MOMENT)
        if moment.tzinfo is None:
            raise self.bad(Flaw.NO_OFFSET)
        return moment

    def one_of(self, kind: type[E]) -> E:
        return self._read(kind, Flaw.NOT_ONE_OF, allowed=", ".join(member.value for member in kind))

    def several_of(self, kind: type[E]) -> frozenset[E]:
        """At least one."""
        members = frozenset(each(self.items(), lambda item: item.one_of(kind)))
        if not members:
            raise self.bad(Flaw.EMPTY)
        return members

    def _read(self, read: Callable[[str], Any], flaw: Flaw, **about: str | int) -> Any:
        try:
            if isinstance(self.value, str):
                return read(self.value)
        except ValueError:
            pass
        raise self.bad(flaw, **about)

    def _child(self, name: str) -> "Node":
        return Node(self.value.get(name), f"{self.where}.{name}" if self.where else name)


def every(*reads: Callable[[], Any]) -> list[Any]:
    """What all of these read. When something is wrong, the rest is read too, and everything that is wrong is told at once."""
    found, wrong = [], []
    for read in reads:
        try:
            found.append(read())
        except BadDocument as error:
            wrong.append(error)
    if wrong:
        raise BadDocument.of_all(wrong)
    return found


def each(items: Iterable[Node], read: Callable[[Node], T]) -> list[T]:
    """The same of every place in a list."""
    return every(*(partial(read, item) for item in items))


def parse(content: bytes) -> Node:
    """A JSON document in UTF-8 in which no field is written twice. Raises BadDocument."""
    try:
        return Node(json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once))
    except UnicodeDecodeError:
        raise BadDocument([Problem("", Flaw.NOT_UTF8)]) from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BadDocument([Problem(place, Flaw.NOT_JSON, line=error.lineno)]) from None
    except RecursionError:
        raise BadDocument([Problem("", Flaw.TOO_DEEP)]) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadDocument([Problem("", Flaw.TWICE)])
    return found
