"""Answers as a FHIR R4 QuestionnaireResponse, and back."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from .answers import Answers
from .conditions import enabled_items
from .definition import Coding, Display, Group, Item, Question, Questionnaire, QuestionType, Value
from .gates import same
from .limits import MAX_ANSWER_CHARS, MAX_DEPTH, MAX_ITEMS
from .problems import Problems, ResponseRefused, TooManyProblems
from .raw import Reader, value_names

_VALUES = ("valueBoolean", "valueString", "valueInteger", "valueDate", "valueCoding")


def to_response(
    questionnaire: Questionnaire, answers: Answers, authored: datetime, subject_reference: str | Mapping[str, Any]
) -> dict[str, Any]:
    """What a journal or another system gets: a completed QuestionnaireResponse with each question's text copied in.

    authored           when it was sent, aware
    subject_reference  a FHIR reference («Patient/…») or a whole Reference, e.g. a logical one with an identifier
    Only questions that were asked and answered are there. Raises ValueError when the answers have errors or `authored` is naive.
    """
    if not answers.is_valid:
        raise ValueError("answers with errors cannot be sent")
    if authored.tzinfo is None:
        raise ValueError("authored must be aware")
    response: dict[str, Any] = {
        "resourceType": "QuestionnaireResponse",
        "language": questionnaire.language,
        "questionnaire": questionnaire.canonical,
        "status": "completed",
        "subject": {"reference": subject_reference} if isinstance(subject_reference, str) else dict(subject_reference),
        "authored": authored.isoformat(timespec="seconds"),
    }
    items = _items(questionnaire.items, answers)
    return {**response, "item": items} if items else response


def _items(items: tuple[Item, ...], answers: Answers) -> list[dict[str, Any]]:
    asked = (item for item in items if item.link_id in answers.enabled)
    return [found for item in asked if (found := _item(item, answers))]


def _item(item: Item, answers: Answers) -> dict[str, Any] | None:
    if isinstance(item, Display):
        return None
    head = {"linkId": item.link_id, **({"text": item.text} if item.text else {})}
    below = _items(item.items, answers)
    if isinstance(item, Group):
        return {**head, "item": below} if below else None
    given = [_answer(value) for value in answers.values.get(item.link_id, ())]
    if not given:
        return None
    if below:
        # FHIR nests what is asked below a question in the answer, not in the item.
        given[0]["item"] = below
    return {**head, "answer": given}


def _answer(value: Value) -> dict[str, Any]:
    match value:
        case bool():
            return {"valueBoolean": value}
        case int():
            return {"valueInteger": value}
        case date():
            return {"valueDate": value.isoformat()}
        case Coding():
            coding = {"system": value.system, "code": value.code, "display": value.display}
            return {"valueCoding": {name: text for name, text in coding.items() if text}}
    return {"valueString": value}


def from_response(questionnaire: Questionnaire, response: object) -> Answers:
    """The answers in a stored or received QuestionnaireResponse.

    Every linkId, type and chosen option must fit the form; answers to questions not asked are dropped. Limits on dates, numbers and
    lengths are not checked again, since they may count from the day the form was answered.
    Refuses  ResponseRefused naming each linkId that does not fit
    """
    problems = Problems()
    values: dict[str, tuple[Value, ...]] = {}
    with suppress(TooManyProblems):
        _ResponseReader(questionnaire, problems, values).read(response)
    if problems.found:
        raise ResponseRefused(problems.found)
    enabled = enabled_items(questionnaire, values)
    return Answers(values={link_id: given for link_id, given in values.items() if given and link_id in enabled}, enabled=enabled)


class _ResponseReader:
    def __init__(self, questionnaire: Questionnaire, problems: Problems, values: dict[str, tuple[Value, ...]]):
        self.questionnaire = questionnaire
        self.problems = problems
        self.values = values
        self.reader = Reader(problems)

    def read(self, response: object) -> None:
        if not isinstance(response, Mapping) or response.get("resourceType") != "QuestionnaireResponse":
            self.problems.add("", "not_a_response", _("Dette er ikke svar på et FHIR-skjema."))
            return
        if response.get("questionnaire") != self.questionnaire.canonical:
            self.problems.add("", "other_questionnaire", _("Svarene hører til et annet skjema."))
            return
        self.items(response, "", 1)

    def items(self, raw: Mapping, link_id: str, depth: int) -> None:
        if depth > 2 * MAX_DEPTH:
            self.problems.add(link_id, "too_deep", _("Svarene har for mange nivåer."))
            return
        for child in self.reader.objects(raw, "item", link_id, MAX_ITEMS):
            self.item(child, depth)

    def item(self, raw: Mapping, depth: int) -> None:
        link_id = self.reader.string(raw, "linkId", "")
        asked = self.questionnaire.by_link_id.get(link_id)
        if asked is None or isinstance(asked, Display) or link_id in self.values:
            self.problems.add(link_id, "unknown_link_id", _("Et svar hører ikke til noe spørsmål i skjemaet."), "linkId")
            return
        self.items(raw, link_id, depth + 1)
        if isinstance(asked, Question):
            answers = self.reader.objects(raw, "answer", link_id, len(asked.options) if asked.repeats else 1)
            read = (self.answer(asked, answer) for answer in answers)
            given = tuple(value for value in read if value is not None)
            self.values[link_id] = () if asked.is_checkbox and given == (False,) else given
            for answer in answers:
                self.items(answer, link_id, depth + 1)

    def answer(self, question: Question, raw: Mapping) -> Value | None:
        supported, others = value_names(raw, "value", _VALUES)
        value = self.value(question, raw, supported[0]) if len(supported) == 1 and not others else None
        if value is None:
            self.problems.add(question.link_id, "wrong_answer", _("Et svar passer ikke til spørsmålet."), "answer")
        return value

    def value(self, question: Question, raw: Mapping, name: str) -> Value | None:
        link_id = question.link_id
        match question.type, name:
            case QuestionType.BOOLEAN, "valueBoolean":
                return self.reader.boolean(raw, name, link_id)
            case QuestionType.INTEGER, "valueInteger":
                return self.reader.integer(raw, name, link_id)
            case QuestionType.DATE, "valueDate":
                return self.reader.day(raw, name, link_id)
            case ((QuestionType.STRING | QuestionType.TEXT), "valueString"):
                return self.reader.string(raw, name, link_id, 2 * MAX_ANSWER_CHARS) or None
            case QuestionType.CHOICE, _name:
                return self.option(question, raw, name)
        return None

    def option(self, question: Question, raw: Mapping, name: str) -> Value | None:
        match name:
            case "valueCoding":
                given = self.reader.coding(raw, name, question.link_id, MAX_ANSWER_CHARS)
            case "valueInteger":
                given = self.reader.integer(raw, name, question.link_id)
            case _name:
                given = self.reader.string(raw, name, question.link_id)
        return next((option.value for option in question.options if same(option.value, given)), None)
