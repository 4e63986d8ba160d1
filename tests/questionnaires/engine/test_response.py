"""QuestionnaireResponse out and in, and the answers in words."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from fastlinje.questionnaires.engine.answers import field_name, read_answers
from fastlinje.questionnaires.engine.definition import Coding
from fastlinje.questionnaires.engine.narrative import AnsweredQuestion, AnsweredSection, answered_sections, narrative
from fastlinje.questionnaires.engine.problems import ResponseRefused
from fastlinje.questionnaires.engine.response import from_response, to_response

AUTHORED = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _norwegian():
    with translation.override("nb"):
        yield


def post(**fields):
    return {field_name(name): value for name, value in fields.items()}


@pytest.fixture
def answered(stop_form, today):
    return read_answers(stop_form, post(brystsmerter=["true"], styrke=["7"], vondt=["rygg", "arm"]), today)


def test_response_is_r4_with_the_questions_copied_in(stop_form, answered):
    assert to_response(stop_form, answered, AUTHORED, "Patient/1") == {
        "resourceType": "QuestionnaireResponse",
        "language": "nb",
        "questionnaire": "https://fastlinje.example/Questionnaire/prove|2.1.0",
        "status": "completed",
        "subject": {"reference": "Patient/1"},
        "authored": "2026-03-12T09:30:00+00:00",
        "item": [
            {"linkId": "brystsmerter", "text": "Har du brystsmerter?", "answer": [{"valueBoolean": True}]},
            {
                "linkId": "mer",
                "text": "Om smertene",
                "item": [
                    {"linkId": "styrke", "text": "Hvor vondt er det, fra 0 til 10?", "answer": [{"valueInteger": 7}]},
                    {
                        "linkId": "vondt",
                        "text": "Hvor gjør det vondt?",
                        "answer": [
                            {"valueCoding": {"system": "urn:x", "code": "rygg", "display": "I ryggen"}},
                            {"valueCoding": {"system": "urn:x", "code": "arm", "display": "I armen"}},
                        ],
                    },
                ],
            },
        ],
    }


def test_there_and_back(stop_form, answered):
    back = from_response(stop_form, to_response(stop_form, answered, AUTHORED, "Patient/1"))
    assert back.values == answered.values
    assert back.enabled == answered.enabled


def test_all_types_there_and_back(parsed, today):
    form = parsed(
        {"linkId": "s", "type": "string", "text": "S", "item": [{"linkId": "t", "type": "text", "text": "T"}]},
        {"linkId": "i", "type": "integer", "text": "I"},
        {"linkId": "d", "type": "date", "text": "D"},
        {"linkId": "b", "type": "boolean", "text": "B"},
        {"linkId": "c", "type": "choice", "text": "C", "answerOption": [{"valueInteger": 1}, {"valueInteger": 2}]},
    )
    answers = read_answers(form, post(s=["s"], t=["a\nb"], i=["-3"], d=["01.02.2026"], b=["true"], c=["2"]), today)
    response = to_response(form, answers, AUTHORED, {"type": "Patient", "identifier": {"value": "x"}})
    assert response["subject"] == {"type": "Patient", "identifier": {"value": "x"}}
    assert response["item"][0] == {
        "linkId": "s",
        "text": "S",
        "answer": [{"valueString": "s", "item": response["item"][0]["answer"][0]["item"]}],
    }
    assert from_response(form, response).values == answers.values
    assert answers.values["d"] == (date(2026, 2, 1),)


def test_nothing_answered_gives_no_empty_lists(parsed, today):
    form = parsed({"linkId": "g", "type": "group", "text": "G", "item": [{"linkId": "s", "type": "string", "text": "S"}]})
    assert "item" not in to_response(form, read_answers(form, {}, today), AUTHORED, "Patient/1")


def test_answers_with_errors_are_not_sent(stop_form, today):
    with pytest.raises(ValueError, match="errors"):
        to_response(stop_form, read_answers(stop_form, {}, today), AUTHORED, "Patient/1")
    with pytest.raises(ValueError, match="aware"):
        to_response(stop_form, from_response_of(stop_form), AUTHORED.replace(tzinfo=None), "Patient/1")


def from_response_of(form, *items, **more):
    return from_response(
        form, {"resourceType": "QuestionnaireResponse", "questionnaire": form.canonical, "item": list(items), **more}
    )


def test_a_response_with_answers_to_questions_not_asked_loses_them(stop_form):  # AD-65
    hidden = {"linkId": "mer", "item": [{"linkId": "styrke", "answer": [{"valueInteger": 9}]}]}
    answers = from_response_of(stop_form, {"linkId": "brystsmerter", "answer": [{"valueBoolean": False}]}, hidden)
    assert answers.values == {"brystsmerter": (False,)}


def test_a_coding_without_display_gets_the_forms_own(parsed, codes):
    form = parsed({"linkId": "c", "type": "choice", "text": "C", "answerOption": codes(("a", "Alfa"))})
    answers = from_response_of(
        form, {"linkId": "c", "answer": [{"valueCoding": {"system": "urn:x", "code": "a", "display": "Noe annet"}}]}
    )
    assert answers.values == {"c": (Coding("a", "urn:x"),)}
    assert answers.values["c"][0].display == "Alfa"


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({"linkId": "ukjent", "answer": [{"valueInteger": 1}]}, "unknown_link_id"),
        ({"linkId": "brystsmerter", "answer": [{"valueString": "ja"}]}, "wrong_answer"),
        ({"linkId": "brystsmerter", "answer": [{"valueBoolean": True}, {"valueBoolean": False}]}, "too_many"),
        ({"linkId": "brystsmerter", "answer": [{}]}, "wrong_answer"),
        ({"linkId": "brystsmerter", "answer": "ja"}, "wrong_type"),
        ({"linkId": "vondt", "answer": [{"valueCoding": {"system": "urn:x", "code": "tå"}}]}, "wrong_answer"),
        ({"linkId": "styrke", "answer": [{"valueInteger": 2**40}]}, "wrong_type"),
        ({}, "unknown_link_id"),
    ],
)
def test_what_does_not_fit_is_named(stop_form, item, code):
    with pytest.raises(ResponseRefused) as caught:
        from_response_of(stop_form, item)
    assert code in [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize("response", [None, [], {}, {"resourceType": "QuestionnaireResponse", "questionnaire": "https://other"}])
def test_other_things_are_refused(stop_form, response):
    with pytest.raises(ResponseRefused):
        from_response(stop_form, response)


def test_a_very_deep_response_is_refused(stop_form):
    item = {"linkId": "mer"}
    for _level in range(2000):
        item = {"linkId": "mer", "item": [item]}
    with pytest.raises(ResponseRefused):
        from_response_of(stop_form, item)


def test_answers_in_words(stop_form, answered):
    assert answered_sections(stop_form, answered) == (
        AnsweredSection("", (AnsweredQuestion("Har du brystsmerter?", ("Ja",)),)),
        AnsweredSection(
            "Om smertene",
            (
                AnsweredQuestion("Hvor vondt er det, fra 0 til 10?", ("7",)),
                AnsweredQuestion("Hvor gjør det vondt?", ("I ryggen", "I armen")),
            ),
        ),
    )
    assert narrative(stop_form, answered) == (
        "Har du brystsmerter? Ja\nOm smertene\nHvor vondt er det, fra 0 til 10? 7\nHvor gjør det vondt? I ryggen, I armen"
    )


def test_lines_for_a_journal_mark_the_question_and_indent_long_answers(parsed, today):
    form = parsed({"linkId": "s", "type": "text", "text": "Beskriv"}, {"linkId": "d", "type": "date", "text": "Dato"})
    answers = read_answers(form, post(s=["en\nto"], d=["2026-02-01"]), today)
    assert narrative(form, answers) == "Beskriv: en\n  to\nDato: 01.02.2026"
