"""«Beskriv symptomene dine», the form that ships with the product (F-051–F-055)."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from fastlinje.questionnaires.data import DESCRIBE_YOUR_SYMPTOMS, standard_questionnaire
from fastlinje.questionnaires.engine.answers import read_answers
from fastlinje.questionnaires.engine.narrative import narrative
from fastlinje.questionnaires.engine.parse import parse_questionnaire
from fastlinje.questionnaires.engine.render import render_model
from fastlinje.questionnaires.engine.response import from_response, to_response
from fastlinje.questionnaires.engine.views import FieldKind

TODAY = date(2026, 3, 12)


@pytest.fixture
def form():
    return parse_questionnaire(standard_questionnaire(DESCRIBE_YOUR_SYMPTOMS))


def test_four_questions_of_the_right_kinds(form):
    with translation.override("nb"):
        what, symptoms, day, shape = render_model(form, today=TODAY)
    assert [view.kind for view in (what, symptoms, day, shape)] == [
        FieldKind.TEXTAREA,
        FieldKind.CHECKBOXES,
        FieldKind.DATE,
        FieldKind.RADIOS,
    ]
    assert what.max_chars == 300
    assert [len(symptoms.choices), len(shape.choices)] == [10, 5]
    assert day.maximum == "2026-03-12"
    assert form.canonical == "https://fastlinje.example/Questionnaire/beskriv-symptomene-dine|1.0.0"
    assert form.language == "nb"


def test_help_says_who_may_answer_and_where_the_answers_go(form):
    assert "for barnet ditt" in form.help
    assert "legekontoret du har valgt" in form.help


def test_filled_in_and_back(form):
    posted = {
        "svar-1": ["Vondt i halsen"],
        "svar-2": ["sar-hals", "feber"],
        "svar-3": ["9.3.2026"],
        "svar-4": ["trenger-hvile"],
    }
    answers = read_answers(form, posted, TODAY)
    assert answers.is_valid
    response = to_response(form, answers, datetime(2026, 3, 12, tzinfo=UTC), "Patient/1")
    assert from_response(form, response).values == answers.values
    with translation.override("nb"):
        assert narrative(form, answers).splitlines() == [
            "Hva gjelder henvendelsen? Vondt i halsen",
            "Hvilke symptomer har du hatt i løpet av de siste syv dagene? Sår hals, Feber",
            "Hvilken dag fikk du symptomene? 09.03.2026",
            "Hvordan er formen din i dag? Trenger mye hvile, men er oppe innimellom",
        ]


def test_limits(form):
    posted = {"svar-1": ["å" * 301], "svar-3": ["13.03.2026"]}
    assert set(read_answers(form, posted, TODAY).errors) == {"1", "3", "4"}
