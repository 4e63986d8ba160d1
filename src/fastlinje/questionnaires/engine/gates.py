"""Reading enableWhen, and checking that conditions point at real questions, fit their answers, and do not go in a ring."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from django.utils.translation import gettext_lazy as _

from .definition import Coding, Condition, Gate, Item, Operator, Question, QuestionType, Value, walk
from .limits import MAX_CONDITIONS_PER_ITEM, MAX_LABEL_CHARS, MAX_OPTION_CHARS
from .problems import Problems
from .raw import Reader, value_names

_SUPPORTED = ("answerBoolean", "answerCoding", "answerString", "answerInteger", "answerDate")

_ORDERED = frozenset({Operator.GREATER, Operator.LESS, Operator.GREATER_OR_EQUAL, Operator.LESS_OR_EQUAL})


def read_gate(raw: Mapping, link_id: str, reader: Reader) -> Gate:
    """The item's enableWhen and enableBehavior."""
    conditions = [
        _read_condition(each, link_id, reader) for each in reader.objects(raw, "enableWhen", link_id, MAX_CONDITIONS_PER_ITEM)
    ]
    behaviour = reader.string(raw, "enableBehavior", link_id)
    if behaviour not in ("", "all", "any") or (len(conditions) > 1 and not behaviour):
        reader.problems.add(
            link_id, "missing_enable_behavior", _("Skjemaet sier ikke hvordan vilkårene henger sammen."), "enableBehavior"
        )
    return Gate(tuple(condition for condition in conditions if condition), any_of=behaviour == "any")


def _read_condition(raw: Mapping, link_id: str, reader: Reader) -> Condition | None:
    operator = reader.string(raw, "operator", link_id)
    if operator not in set(Operator):
        reader.problems.add(
            link_id, "unsupported_operator", _("Et vilkår bruker en sammenligning vi ikke støtter."), operator or "operator"
        )
        return None
    supported, others = value_names(raw, "answer", _SUPPORTED)
    if others or len(supported) != 1:
        construct = "enableWhen." + (others or supported or ["answer"])[0]
        reader.problems.add(link_id, "unsupported_condition", _("Et vilkår er av en type vi ikke støtter."), construct)
        return None
    expected = _read_expected(raw, supported[0], link_id, reader)
    if expected is None:
        return None
    return Condition(reader.string(raw, "question", link_id), Operator(operator), expected)


def _read_expected(raw: Mapping, name: str, link_id: str, reader: Reader) -> Value | None:
    if name == "answerBoolean":
        return reader.boolean(raw, name, link_id)
    if name == "answerCoding":
        return reader.coding(raw, name, link_id, MAX_OPTION_CHARS)
    if name == "answerInteger":
        return reader.integer(raw, name, link_id)
    if name == "answerDate":
        return reader.day(raw, name, link_id)
    return reader.string(raw, name, link_id, MAX_LABEL_CHARS)


def check_gates(items: tuple[Item, ...], problems: Problems) -> tuple[str, ...]:
    """Every linkId, each after what it depends on; problems when a condition is broken or conditions go in a ring."""
    pairs = list(walk(items))
    by_link_id = {item.link_id: item for item, _parent in pairs}
    graph: dict[str, set[str]] = {}
    for item, parent in pairs:
        graph[item.link_id] = {parent.link_id} if parent else set()
        for condition in item.gate.conditions:
            asked = by_link_id.get(condition.question)
            if _fits(condition, asked):
                graph[item.link_id].add(condition.question)
            else:
                problems.add(item.link_id, "broken_condition", _("Et vilkår peker på noe som ikke finnes."), condition.question)
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as ring:
        problems.add(ring.args[1][0], "circular_condition", _("Vilkårene går i ring."), " → ".join(ring.args[1][:5]))
        return ()


def _fits(condition: Condition, asked: Item | None) -> bool:
    """True when the expected value could be an answer to the question and the operator means something for it."""
    if not isinstance(asked, Question):
        return False
    expected, operator = condition.expected, condition.operator
    if operator == Operator.EXISTS:
        return isinstance(expected, bool)
    if operator in _ORDERED and asked.type not in (QuestionType.INTEGER, QuestionType.DATE):
        return False
    if asked.type == QuestionType.CHOICE:
        return any(same(expected, option.value) for option in asked.options)
    kind = {QuestionType.BOOLEAN: "bool", QuestionType.INTEGER: "int", QuestionType.DATE: "date"}.get(asked.type, "str")
    return type(expected).__name__ == kind


def same(expected: Value, given: Value) -> bool:
    """Equality as enableWhen means it: a coding without a system matches on its code alone; true is not 1."""
    if isinstance(expected, Coding) and isinstance(given, Coding):
        return expected.code == given.code and expected.system in ("", given.system)
    return type(expected) is type(given) and expected == given
