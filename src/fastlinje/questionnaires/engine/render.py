"""From a form and what is answered so far to what the page shows."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext

from .answers import Answers, field_name, initial_answers
from .conditions_json import condition_sentence, enable_when_json, post_value
from .date_bounds import DateBound
from .definition import Control, Display, Group, Item, Question, Questionnaire, QuestionType
from .reading import format_date
from .views import ChoiceView, DisplayView, FieldKind, FieldView, GroupView, ItemView

MOST_RADIO_BUTTONS = 7
"""More answers than this and the engine picks a drop-down, unless the form says otherwise."""


def render_model(
    questionnaire: Questionnaire,
    answers: Answers | None = None,
    errors: Mapping[str, str] | None = None,
    *,
    today: date | None = None,
) -> list[ItemView]:
    """What to show, in order. Without answers the form's initial ones; `errors` (linkId → sentence) default to the answers' own.

    `today` is needed for date limits that count from today; without it those are left open in the page and checked on the server.
    """
    given = initial_answers(questionnaire) if answers is None else answers
    return list(_Renderer(questionnaire, given, given.errors if errors is None else errors, today).items(questionnaire.items, 1))


class _Renderer:
    def __init__(self, questionnaire: Questionnaire, answers: Answers, errors: Mapping[str, str], today: date | None):
        self.questionnaire = questionnaire
        self.answers = answers
        self.errors = errors
        self.today = today

    def items(self, items: tuple[Item, ...], level: int) -> tuple[ItemView, ...]:
        return tuple(view for item in items for view in self.item(item, level))

    def item(self, item: Item, level: int) -> list[ItemView]:
        match item:
            case Group():
                return [self.group(item, level)]
            case Display():
                return [self.display(item, level)]
        return [self.field(item, level), *self.items(item.items, level)]

    def gate(self, item: Item) -> dict[str, str]:
        return {
            "condition": condition_sentence(self.questionnaire, item),
            "data_enable_when": enable_when_json(self.questionnaire, item),
        }

    def group(self, group: Group, level: int) -> GroupView:
        return GroupView(
            link_id=group.link_id,
            name=field_name(group.link_id),
            heading=_with_prefix(group),
            hint=group.hint,
            help=group.help,
            level=level,
            items=self.items(group.items, level + 1),
            **self.gate(group),
        )

    def display(self, display: Display, level: int) -> DisplayView:
        return DisplayView(
            link_id=display.link_id,
            name=field_name(display.link_id),
            paragraphs=tuple(part.strip() for part in display.text.split("\n\n") if part.strip()),
            emphasised=display.emphasised,
            level=level,
            **self.gate(display),
        )

    def field(self, question: Question, level: int) -> FieldView:
        kind = _kind(question)
        shown = self.shown(question)
        return FieldView(
            link_id=question.link_id,
            kind=kind,
            name=field_name(question.link_id),
            label=_with_prefix(question),
            hint=question.hint,
            help=question.help,
            value=shown[0] if shown and not question.options else "",
            error=str(self.errors.get(question.link_id, "")),
            required=question.required and not question.read_only,
            read_only=question.read_only,
            max_chars=question.max_chars,
            minimum=self.limit(question.lowest),
            maximum=self.limit(question.highest),
            placeholder=question.entry_format,
            choices=self.choices(question, kind, shown),
            level=level,
            **self.gate(question),
        )

    def shown(self, question: Question) -> tuple[str, ...]:
        """What stands in the field: what was typed when there is a posted page, else the answers themselves."""
        if self.answers.posted and not question.read_only:
            return self.answers.posted.get(question.link_id, ())
        given = self.answers.values.get(question.link_id, question.initial if question.read_only else ())
        return tuple(format_date(value) if isinstance(value, date) else post_value(question, value) for value in given)

    def limit(self, bound: int | DateBound | None) -> str:
        if isinstance(bound, DateBound):
            day = bound.fixed or (bound.on(self.today) if self.today else None)
            return day.isoformat() if day else ""
        return "" if bound is None else str(bound)

    def choices(self, question: Question, kind: FieldKind, shown: tuple[str, ...]) -> tuple[ChoiceView, ...]:
        name = field_name(question.link_id)
        is_ours = question.type == QuestionType.BOOLEAN and kind == FieldKind.RADIOS
        if is_ours:
            pairs = [("true", gettext("Ja")), ("false", gettext("Nei"))]
        else:
            pairs = [(option.key, option.label) for option in question.options]
        numbered = enumerate(pairs, start=1)
        return tuple(ChoiceView(f"{name}-{number}", key, label, key in shown, is_ours) for number, (key, label) in numbered)


def _with_prefix(item: Group | Question) -> str:
    return f"{item.prefix} {item.text}".strip()


def _kind(question: Question) -> FieldKind:
    match question.type:
        case QuestionType.BOOLEAN:
            return FieldKind.CHECKBOX if question.is_checkbox else FieldKind.RADIOS
        case QuestionType.STRING:
            return FieldKind.TEXT
        case QuestionType.TEXT:
            return FieldKind.TEXTAREA
        case QuestionType.INTEGER:
            return FieldKind.INTEGER
        case QuestionType.DATE:
            return FieldKind.DATE
    if question.repeats:
        return FieldKind.CHECKBOXES
    if question.control == Control.AUTO:
        return FieldKind.RADIOS if len(question.options) <= MOST_RADIO_BUTTONS else FieldKind.SELECT
    return FieldKind.SELECT if question.control == Control.DROP_DOWN else FieldKind.RADIOS
