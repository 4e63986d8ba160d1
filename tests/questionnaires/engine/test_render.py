"""What the page gets to show."""

import json

import pytest
from django.utils import translation

from fastlinje.questionnaires.engine.answers import read_answers
from fastlinje.questionnaires.engine.render import render_model
from fastlinje.questionnaires.engine.views import ChoiceView, DisplayView, FieldKind, FieldView, GroupView


@pytest.fixture(autouse=True)
def _norwegian():
    with translation.override("nb"):
        yield


@pytest.fixture
def field(parsed, today):
    """The view of one question."""

    def view(kind, posted=None, **more):
        form = parsed({"linkId": "q", "type": kind, "text": "Hva?", **more})
        answers = None if posted is None else read_answers(form, {"svar-q": posted}, today)
        return render_model(form, answers, today=today)[0]

    return view


def options(number):
    return [{"valueString": str(n)} for n in range(number)]


def test_each_question_becomes_the_right_kind_of_field(field, control):
    assert field("string").kind == FieldKind.TEXT
    assert field("text").kind == FieldKind.TEXTAREA
    assert field("integer").kind == FieldKind.INTEGER
    assert field("date").kind == FieldKind.DATE
    assert field("boolean").kind == FieldKind.CHECKBOX
    assert field("boolean", extension=[control("radio-button")]).kind == FieldKind.RADIOS
    assert field("choice", answerOption=options(7)).kind == FieldKind.RADIOS
    assert field("choice", answerOption=options(8)).kind == FieldKind.SELECT
    assert field("choice", answerOption=options(8), extension=[control("radio-button")]).kind == FieldKind.RADIOS
    assert field("choice", answerOption=options(2), extension=[control("drop-down")]).kind == FieldKind.SELECT
    assert field("choice", answerOption=options(2), repeats=True).kind == FieldKind.CHECKBOXES


def test_a_field_carries_all_a_template_needs(field):
    shown = field(
        "integer",
        prefix="1.",
        required=True,
        extension=[
            {"url": "http://helsenorge.no/fhir/StructureDefinition/sdf-sublabel", "valueMarkdown": "Fra 0 til 10"},
            {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 10},
        ],
    )
    assert shown == FieldView(
        link_id="q",
        kind=FieldKind.INTEGER,
        name="svar-q",
        label="1. Hva?",
        hint="Fra 0 til 10",
        help="",
        value="",
        error="",
        required=True,
        read_only=False,
        condition="",
        data_enable_when="",
        max_chars=0,
        minimum="",
        maximum="10",
        placeholder="",
        choices=(),
        level=1,
    )


def test_what_was_typed_is_shown_again_beside_the_error(field):
    shown = field("date", ["31.02.2026"])
    assert shown.value == "31.02.2026"
    assert shown.error == "Skriv datoen som dd.mm.åååå, for eksempel 24.12.2025."


def test_a_date_limit_from_today_is_a_day_in_the_page(field):
    extension = [{"url": "http://ehelse.no/fhir/StructureDefinition/sdf-maxvalue", "valueString": "today()"}]
    assert field("date", extension=extension).maximum == "2026-03-12"


def test_chosen_answers_are_ticked(field, codes):
    shown = field("choice", ["b"], answerOption=codes(("a", "A"), ("b", "B")), repeats=True)
    assert shown.choices == (ChoiceView("svar-q-1", "a", "A", False), ChoiceView("svar-q-2", "b", "B", True))
    assert field("boolean", ["true"]).value == "true"
    assert field("boolean", []).value == ""


def test_initial_and_read_only_answers_are_shown(field):
    assert field("date", initial=[{"valueDate": "2026-01-02"}]).value == "02.01.2026"
    assert field("integer", ["9"], initial=[{"valueInteger": 3}], readOnly=True).value == "3"


def test_groups_and_texts(parsed, control):
    form = parsed(
        {"linkId": "d", "type": "display", "text": "Første.\n\nAndre."},
        {"linkId": "g", "type": "group", "text": "Om deg", "item": [{"linkId": "q", "type": "string", "text": "Hva?"}]},
    )
    text, group = render_model(form)
    assert isinstance(text, DisplayView)
    assert text.paragraphs == ("Første.", "Andre.")
    assert isinstance(group, GroupView)
    assert (group.heading, group.level, group.items[0].level) == ("Om deg", 1, 2)


def test_conditions_are_there_in_words_and_as_data(stop_form):
    pain, group = render_model(stop_form)
    strength, where = group.items
    assert pain.condition == pain.data_enable_when == ""
    assert group.condition == "Gjelder bare hvis du har svart «Ja» på «Har du brystsmerter?»."
    assert json.loads(group.data_enable_when) == {"field": "svar-brystsmerter", "operator": "=", "value": "true"}
    assert where.condition == "Svar bare hvis svaret på «Hvor vondt er det, fra 0 til 10?» er 5 eller mer."
    assert json.loads(where.data_enable_when) == {"field": "svar-styrke", "operator": ">=", "value": "5"}


def test_several_conditions_and_a_question_below_another(parsed, codes):
    form = parsed(
        {"linkId": "a", "type": "choice", "text": "A?", "answerOption": codes(("x", "Eks"), ("y", "Ypsilon"))},
        {
            "linkId": "b",
            "type": "date",
            "text": "B?",
            "item": [
                {
                    "linkId": "c",
                    "type": "string",
                    "text": "C?",
                    "enableBehavior": "any",
                    "enableWhen": [
                        {"question": "a", "operator": "=", "answerCoding": {"system": "urn:x", "code": "y"}},
                        {"question": "b", "operator": "<", "answerDate": "2026-01-31"},
                    ],
                }
            ],
        },
    )
    below = render_model(form)[2]
    assert below.condition == "Svar bare hvis du har svart «Ypsilon» på «A?» eller svaret på «B?» er før 31.01.2026."
    assert json.loads(below.data_enable_when) == {
        "all": [
            {"field": "svar-b", "operator": "exists", "value": "true"},
            {
                "any": [
                    {"field": "svar-a", "operator": "=", "value": "y"},
                    {"field": "svar-b", "operator": "<", "value": "2026-01-31"},
                ]
            },
        ]
    }


def test_own_errors_can_be_given(parsed):
    form = parsed({"linkId": "q", "type": "string", "text": "Hva?"})
    assert render_model(form, None, {"q": "Feil"})[0].error == "Feil"
