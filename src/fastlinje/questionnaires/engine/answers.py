"""Reading what a person answered: typed values, plain sentences for what is wrong, and nothing from questions not asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from .conditions import enabled_items
from .definition import Question, Questionnaire, Value
from .reading import Unreadable, read_value, required_sentence
from .text import plain

FIELD_PREFIX = "svar-"


def field_name(link_id: str) -> str:
    """The name of the question's field in the page's form, also its HTML id."""
    return FIELD_PREFIX + link_id


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered.

    values   linkId → answers, only for questions that are asked and answered rightly; a box left empty is not answered
    errors   linkId → a sentence for the person; empty when the form can be sent
    enabled  linkIds of all items that are asked, groups and displays too
    posted   linkId → what was typed, so that the page can show it again beside the error
    """

    values: Mapping[str, tuple[Value, ...]]
    errors: Mapping[str, str] = field(default_factory=dict)
    enabled: frozenset[str] = frozenset()
    posted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        return not self.errors


def read_answers(questionnaire: Questionnaire, data: Mapping[str, Sequence[str]], today: date) -> Answers:
    """Read a posted page: `data` maps `field_name(linkId)` to the posted texts (Django's `request.POST.lists()` as a dict).

    Conditions are decided here from the answers themselves, and answers to questions not asked are dropped without an error,
    whatever the page showed or somebody sent (AD-65). Read-only questions keep their initial answer. Unknown fields are ignored.
    Nothing is cut: too long is an error.
    """
    values: dict[str, tuple[Value, ...]] = {}
    errors: dict[str, str] = {}
    posted: dict[str, tuple[str, ...]] = {}
    for question in questionnaire.questions:
        texts = [plain(text) for text in data.get(field_name(question.link_id), ())]
        posted[question.link_id] = tuple(texts)
        try:
            values[question.link_id] = question.initial if question.read_only else _read(question, texts, today)
        except Unreadable as problem:
            errors[question.link_id] = problem.sentence
    enabled = enabled_items(questionnaire, values)
    for question in questionnaire.questions:
        if question.required and not question.read_only and question.link_id not in errors and not values.get(question.link_id):
            errors[question.link_id] = required_sentence(question)
    return Answers(
        values={link_id: given for link_id, given in values.items() if given and link_id in enabled},
        errors={link_id: sentence for link_id, sentence in errors.items() if link_id in enabled},
        enabled=enabled,
        posted=posted,
    )


def initial_answers(questionnaire: Questionnaire) -> Answers:
    """The answers a fresh form begins with."""
    values = {question.link_id: question.initial for question in questionnaire.questions if question.initial}
    enabled = enabled_items(questionnaire, values)
    return Answers(values={link_id: given for link_id, given in values.items() if link_id in enabled}, enabled=enabled)


def _read(question: Question, texts: Sequence[str], today: date) -> tuple[Value, ...]:
    given = list(dict.fromkeys(text for text in texts if text))
    if question.is_checkbox:
        return (True,) if "true" in given else ()
    if not question.repeats:
        given = given[:1]
    return tuple(read_value(question, text, today) for text in given)
