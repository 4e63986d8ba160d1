"""A parsed Questionnaire: frozen, checked, and safe to show as plain text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from .date_bounds import DateBound


class QuestionType(StrEnum):
    """FHIR's item types that ask for something."""

    BOOLEAN = "boolean"
    STRING = "string"
    TEXT = "text"
    INTEGER = "integer"
    DATE = "date"
    CHOICE = "choice"


class Control(StrEnum):
    """How a question is shown, FHIR's itemControl codes; AUTO lets the engine choose."""

    AUTO = ""
    RADIO_BUTTON = "radio-button"
    DROP_DOWN = "drop-down"
    CHECK_BOX = "check-box"


class Operator(StrEnum):
    """FHIR's enableWhen operators."""

    EXISTS = "exists"
    EQUAL = "="
    NOT_EQUAL = "!="
    GREATER = ">"
    LESS = "<"
    GREATER_OR_EQUAL = ">="
    LESS_OR_EQUAL = "<="


@dataclass(frozen=True, slots=True)
class Coding:
    """A coded answer. Two codings are the same answer when system and code are; the display is only words."""

    code: str
    system: str = ""
    display: str = field(default="", compare=False)


Value = bool | int | str | date | Coding
"""One answer. A date is a date, never a text."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose. `key` is what the page posts; `selected` is FHIR's initialSelected."""

    key: str
    label: str
    value: Coding | str | int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One enableWhen: the answer to another question, compared with an expected value."""

    question: str
    operator: Operator
    expected: Value


@dataclass(frozen=True, slots=True)
class Gate:
    """When an item is asked: always when there are no conditions, else when all or any of them hold."""

    conditions: tuple[Condition, ...] = ()
    any_of: bool = False


@dataclass(frozen=True, slots=True)
class Display:
    """A text to read. `emphasised` is Helsenorge's highlight."""

    link_id: str
    text: str
    gate: Gate = Gate()
    emphasised: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Something to answer.

    hint             short, under the label (Helsenorge's sub-label)
    help             longer, behind a question mark
    max_chars        for string and text
    lowest, highest  for integer: int; for date: DateBound; None when open
    items            displays and questions below this one, asked only when this one is answered
    """

    link_id: str
    type: QuestionType
    text: str
    prefix: str = ""
    gate: Gate = Gate()
    required: bool = False
    read_only: bool = False
    repeats: bool = False
    control: Control = Control.AUTO
    max_chars: int = 0
    lowest: int | DateBound | None = None
    highest: int | DateBound | None = None
    options: tuple[Option, ...] = ()
    initial: tuple[Value, ...] = ()
    hint: str = ""
    help: str = ""
    entry_format: str = ""
    validation_text: str = ""
    items: "tuple[Item, ...]" = ()

    @property
    def is_checkbox(self) -> bool:
        """True for a yes/no question shown as one box to tick. Left empty it is not answered, but equals «no» in conditions."""
        return self.type == QuestionType.BOOLEAN and self.control != Control.RADIO_BUTTON


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one heading."""

    link_id: str
    text: str
    prefix: str = ""
    gate: Gate = Gate()
    hint: str = ""
    help: str = ""
    items: "tuple[Item, ...]" = ()


Item = Group | Question | Display


def walk(items: tuple[Item, ...], parent: Item | None = None) -> Iterator[tuple[Item, Item | None]]:
    """Every item with the item above it, in the order of the page."""
    for item in items:
        yield item, parent
        if not isinstance(item, Display):
            yield from walk(item.items, item)


@dataclass(frozen=True)
class Questionnaire:
    """A form that can be shown, answered and stored.

    canonical  «url|version», what a QuestionnaireResponse points back to
    language   BCP 47, e.g. "nb" or "nn-NO"
    order      every linkId, each after all it depends on, so that conditions are decided in one pass
    """

    url: str
    version: str
    title: str
    language: str
    status: str
    description: str
    help: str
    items: tuple[Item, ...]
    order: tuple[str, ...]

    @property
    def canonical(self) -> str:
        return f"{self.url}|{self.version}" if self.version else self.url

    @cached_property
    def by_link_id(self) -> Mapping[str, Item]:
        return {item.link_id: item for item, _ in walk(self.items)}

    @cached_property
    def parents(self) -> Mapping[str, Item | None]:
        return {item.link_id: parent for item, parent in walk(self.items)}

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(item for item, _ in walk(self.items) if isinstance(item, Question))
