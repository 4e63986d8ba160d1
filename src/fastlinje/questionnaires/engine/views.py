"""What a page shows of a form: frozen views that templates turn into fields, groups and texts.

The page works without JavaScript: every question is there, and one with conditions says in words when to answer it. With our own
script the conditions in `data_enable_when` hide and show items; the server decides again (see `answers.py`).
"""

from dataclasses import dataclass
from enum import StrEnum


class FieldKind(StrEnum):
    """Which design-system part a question becomes."""

    TEXT = "text"
    TEXTAREA = "textarea"
    INTEGER = "integer"
    DATE = "date"
    CHECKBOX = "checkbox"
    CHECKBOXES = "checkboxes"
    RADIOS = "radios"
    SELECT = "select"


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One radio button, check box or line in a drop-down. `id` is its HTML id, `value` what it posts; is_ours: «Ja» and «Nei»,
    which are the page's words and not the form's."""

    id: str
    value: str
    label: str
    checked: bool
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question.

    name              of the form field, also the HTML id; radio buttons and check boxes have ids of their own in `choices`
    value             what stands in a text, number or date field; "true" or "" for a single check box; dates as dd.mm.åååå
    error             a sentence, "" when none
    required          to be marked as such; for a question with conditions it only counts when the question is asked
    condition         «Svar bare hvis …», "" when always asked; shown when there is no JavaScript
    data_enable_when  the conditions as JSON for our script, "" when always asked (see `conditions_json.py`)
    max_chars         0 when there is no limit; used for a counter, never for cutting
    minimum, maximum  for a number as text, for a date in ISO; "" when open
    level             1 at the top, one more in each group
    """

    link_id: str
    kind: FieldKind
    name: str
    label: str
    hint: str
    help: str
    value: str
    error: str
    required: bool
    read_only: bool
    condition: str
    data_enable_when: str
    max_chars: int
    minimum: str
    maximum: str
    placeholder: str
    choices: tuple[ChoiceView, ...]
    level: int


@dataclass(frozen=True, slots=True)
class DisplayView:
    """A text to read, in paragraphs."""

    link_id: str
    name: str
    paragraphs: tuple[str, ...]
    emphasised: bool
    condition: str
    data_enable_when: str
    level: int


@dataclass(frozen=True, slots=True)
class GroupView:
    """Items under a heading (a fieldset with a legend). `heading` may be empty."""

    link_id: str
    name: str
    heading: str
    hint: str
    help: str
    condition: str
    data_enable_when: str
    level: int
    items: "tuple[ItemView, ...]"


ItemView = FieldView | GroupView | DisplayView
