"""Real forms from outside: each is read or refused by name, never an exception. Skipped where the samples are not laid out."""

import json
import os
from pathlib import Path

import pytest

from fastlinje.questionnaires.engine.answers import read_answers
from fastlinje.questionnaires.engine.parse import parse_questionnaire
from fastlinje.questionnaires.engine.problems import QuestionnaireRefused
from fastlinje.questionnaires.engine.render import render_model

FOLDER = Path(os.environ.get("FASTLINJE_SAMPLES", Path(__file__).parents[4] / "shared" / "samples")) / "questionnaires"
FILES = sorted(FOLDER.glob("*.json"))


def read(resource):
    """The form and no problems, or no form and its problems."""
    try:
        return parse_questionnaire(resource), ()
    except QuestionnaireRefused as refused:
        return None, refused.problems


@pytest.mark.skipif(not FILES, reason="the reference forms (shared/samples/questionnaires) are not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_reference_form_is_read_or_refused_by_name(path, today):
    data = json.loads(path.read_text("utf-8"))
    resources = [entry["resource"] for entry in data["entry"]] if data["resourceType"] == "Bundle" else [data]
    for resource in resources:
        form, problems = read(resource)
        if form is None:
            assert problems
            assert all(problem.code and str(problem.sentence) for problem in problems)
        else:
            assert render_model(form, read_answers(form, {}, today), today=today)


@pytest.mark.skipif(not FILES, reason="the reference forms (shared/samples/questionnaires) are not here")
def test_a_reference_form_with_only_texts_can_be_filled_in(today):
    form = parse_questionnaire(json.loads((FOLDER / "stringAndTextareaRequired.json").read_text("utf-8")))
    answers = read_answers(form, {f"svar-{question.link_id}": ["Et svar"] for question in form.questions}, today)
    assert answers.is_valid
    assert len(answers.values) == 2
