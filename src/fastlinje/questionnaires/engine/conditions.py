"""Which items are asked, given the answers: enableWhen decided on the server, whatever the page did (AD-65)."""

from collections.abc import Mapping

from .definition import Condition, Operator, Question, Questionnaire, Value
from .gates import same

Values = Mapping[str, tuple[Value, ...]]


def enabled_items(questionnaire: Questionnaire, values: Values) -> frozenset[str]:
    """The linkIds that are asked. An answer to an item that is not asked counts as no answer, and so on down the form."""
    enabled: set[str] = set()
    for link_id in questionnaire.order:
        item, parent = questionnaire.by_link_id[link_id], questionnaire.parents[link_id]
        if parent is not None and (
            parent.link_id not in enabled or (isinstance(parent, Question) and not values.get(parent.link_id))
        ):
            continue
        results = [_holds(condition, _given(questionnaire, condition, values, enabled)) for condition in item.gate.conditions]
        if not results or (any(results) if item.gate.any_of else all(results)):
            enabled.add(link_id)
    return frozenset(enabled)


def _given(questionnaire: Questionnaire, condition: Condition, values: Values, enabled: set[str]) -> tuple[Value, ...]:
    """The answers a condition looks at: none when its question is not asked, «no» for a box left empty."""
    if condition.question not in enabled:
        return ()
    given = values.get(condition.question, ())
    empty_box = not given and questionnaire.by_link_id[condition.question].is_checkbox
    return (False,) if empty_box and condition.operator != Operator.EXISTS else given


def _holds(condition: Condition, given: tuple[Value, ...]) -> bool:
    expected = condition.expected
    match condition.operator:
        case Operator.EXISTS:
            return bool(given) is expected
        case Operator.EQUAL:
            return any(same(expected, value) for value in given)
        case Operator.NOT_EQUAL:
            # R4: «no answer has a value that is equal»; so it also holds for a question nobody has answered.
            return not any(same(expected, value) for value in given)
        case Operator.GREATER:
            return any(value > expected for value in given)
        case Operator.LESS:
            return any(value < expected for value in given)
        case Operator.GREATER_OR_EQUAL:
            return any(value >= expected for value in given)
        case Operator.LESS_OR_EQUAL:
            return any(value <= expected for value in given)
