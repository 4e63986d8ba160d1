"""What is wrong in a register's document: where, and of what kind. Nothing here repeats what stands there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

MOST_TOLD = 100
"""Nobody mends more than these at a time; how many there are besides is counted."""


class Flaw(StrEnum):
    """What can be wrong with a place. The value is the short English of logs; sentences for people: people/flaw_words.py."""

    NOT_UTF8 = "must be UTF-8"
    NOT_JSON = "is not JSON"
    TOO_DEEP = "is nested too deep"
    TWICE = "has an object where a field is written twice"
    NOT_OBJECT = "must be an object"
    NOT_LIST = "must be a list"
    MISSING = "is missing"
    UNKNOWN_FIELDS = "has {count} unknown field(s); expected {allowed}"
    EMPTY = "must not be empty"
    NOT_TEXT = "must be text of 1 to {most} characters"
    NOT_FLAG = "must be true or false"
    NOT_NATIONAL_ID = "is not a valid national identity number"
    NOT_DATE = "must be a date, YYYY-MM-DD"
    NOT_MOMENT = "must be a time with offset, as in 2026-11-21T08:00:00+01:00"
    NO_OFFSET = "must have an offset, as in 2026-11-21T08:00:00+01:00"
    NOT_ONE_OF = "must be one of {allowed}"
    NOT_PROTECTION = 'must be "4", "6", "7" or null'
    IN_FUTURE = "is in the future"
    ENDS_TOO_EARLY = "is before from_date"
    NOT_COVERED = "has entries, but {subject} is not in covers"
    PROTECTION_NOT_COVERED = "is given, but address_protection is not in covers"
    CHILD_TWICE = "has the same child twice"
    ADULT_TWICE = "has the same adult twice"
    NOT_AMONG_ADULTS = "does not have the person whose child it is"
    CHILD_AMONG_ADULTS = "has the child"
    OWN_REPRESENTATIVE = "is the representative"
    PERSON_TWICE = "is about a person who is in the file already"
    ANOTHER_PERSON = "is about somebody else"


@dataclass(frozen=True, slots=True)
class Problem:
    """One place that cannot be used.

    place  as in "people[3].children[0].birth_date", or "line 7, list_id"; "" for the whole document
    flaw   a Flaw, or for other kinds of files words of their own
    about  what the flaw's text names: limits and codes that are allowed there, never content
    line   counted from 1, where it is known
    """

    place: str
    flaw: str
    about: Mapping[str, str | int] = field(default_factory=dict)
    line: int | None = None

    def __str__(self) -> str:
        told = self.flaw.format_map(self.about)
        return f"{self.place}: {told}" if self.place else told


class BadDocument(ValueError):
    """A document that cannot be used, as in "people[3].children[0].birth_date: is in the future". Repeats no content.

    problems  the first MOST_TOLD of them, in the order of the document; at least one
    count     how many there are in all
    """

    def __init__(self, problems: Sequence[Problem], count: int | None = None):
        self.problems = tuple(problems)
        self.count = len(self.problems) if count is None else count
        more = f" (and {self.count - 1} more)" if self.count > 1 else ""
        super().__init__(f"{self.problems[0]}{more}")

    @classmethod
    def of_all(cls, errors: Iterable["BadDocument"]) -> "BadDocument":
        """Several as one."""
        known = list(errors)
        first = islice((problem for error in known for problem in error.problems), MOST_TOLD)
        return cls(list(first), sum(error.count for error in known))
