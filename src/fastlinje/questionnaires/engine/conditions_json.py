"""An item's conditions for the page: as JSON for our script, and in words for everybody.

JSON: a leaf is {"field": name, "operator": "=", "value": text} where the value is what the field posts (a date in ISO, yes/no as
"true"/"false"); a branch is {"all": [...]} or {"any": [...]}. A field whose own item is not shown counts as unanswered. A single
check box left empty is unanswered to "exists" and "false" to the other operators.
"""

import json
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .answers import field_name
from .definition import Condition, Gate, Item, Operator, Question, Questionnaire, Value
from .gates import same
from .reading import format_date

_SENTENCES = {
    Operator.EQUAL: _("du har svart «{answer}» på «{question}»"),
    Operator.NOT_EQUAL: _("du ikke har svart «{answer}» på «{question}»"),
    Operator.GREATER: _("svaret på «{question}» er mer enn {answer}"),
    Operator.LESS: _("svaret på «{question}» er mindre enn {answer}"),
    Operator.GREATER_OR_EQUAL: _("svaret på «{question}» er {answer} eller mer"),
    Operator.LESS_OR_EQUAL: _("svaret på «{question}» er {answer} eller mindre"),
}

_DATE_SENTENCES = {
    Operator.GREATER: _("svaret på «{question}» er etter {answer}"),
    Operator.LESS: _("svaret på «{question}» er før {answer}"),
    Operator.GREATER_OR_EQUAL: _("svaret på «{question}» er {answer} eller senere"),
    Operator.LESS_OR_EQUAL: _("svaret på «{question}» er {answer} eller tidligere"),
}


def enable_when_json(questionnaire: Questionnaire, item: Item) -> str:
    """The conditions of this item as JSON; "" when it is always asked. A question below another also needs that one answered."""
    parent = questionnaire.parents[item.link_id]
    parts = [_branch(questionnaire, item.gate)] if item.gate.conditions else []
    if isinstance(parent, Question):
        parts.insert(0, {"field": field_name(parent.link_id), "operator": "exists", "value": "true"})
    if not parts:
        return ""
    return json.dumps(parts[0] if len(parts) == 1 else {"all": parts}, ensure_ascii=False)


def condition_sentence(questionnaire: Questionnaire, item: Item) -> str:
    """«Svar bare hvis du har svart «Ja» på «Har du feber?».»; "" when the item has no conditions of its own."""
    if not item.gate.conditions:
        return ""
    parts = [str(_in_words(questionnaire, condition)) for condition in item.gate.conditions]
    joiner = gettext(" eller ") if item.gate.any_of else gettext(" og ")
    opening = _("Svar bare hvis {condition}.") if isinstance(item, Question) else _("Gjelder bare hvis {condition}.")
    return str(format_lazy(opening, condition=joiner.join(parts)))


def post_value(question: Question, value: Value) -> str:
    """What the question's field posts for this answer. A date in ISO."""
    for option in question.options:
        if same(value, option.value):
            return option.key
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _branch(questionnaire: Questionnaire, gate: Gate) -> dict:
    leaves = [_leaf(questionnaire, condition) for condition in gate.conditions]
    return leaves[0] if len(leaves) == 1 else {"any" if gate.any_of else "all": leaves}


def _leaf(questionnaire: Questionnaire, condition: Condition) -> dict:
    question = questionnaire.by_link_id[condition.question]
    value = (
        ("true" if condition.expected else "false")
        if condition.operator == Operator.EXISTS
        else post_value(question, condition.expected)
    )
    return {"field": field_name(condition.question), "operator": str(condition.operator), "value": value}


def _in_words(questionnaire: Questionnaire, condition: Condition) -> str:
    question = questionnaire.by_link_id[condition.question]
    label = question.text.rstrip()
    if condition.operator == Operator.EXISTS:
        answered = condition.expected
        return format_lazy(
            _("du har svart på «{question}»") if answered else _("du ikke har svart på «{question}»"), question=label
        )
    sentences = {**_SENTENCES, **_DATE_SENTENCES} if isinstance(condition.expected, date) else _SENTENCES
    return format_lazy(sentences[condition.operator], question=label, answer=answer_in_words(question, condition.expected))


def answer_in_words(question: Question, value: Value) -> str:
    """An answer as people read it: an option's label, «Ja» or «Nei», a date as dd.mm.åååå."""
    for option in question.options:
        if same(value, option.value):
            return option.label
    if isinstance(value, bool):
        return gettext("Ja") if value else gettext("Nei")
    return format_date(value) if isinstance(value, date) else str(value)
