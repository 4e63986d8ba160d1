"""Small forms to build tests from."""

from datetime import date

import pytest

from fastlinje.questionnaires.engine.parse import parse_questionnaire

TODAY = date(2026, 3, 12)

CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"


def _form(*items, **more):
    return {
        "resourceType": "Questionnaire",
        "url": "https://fastlinje.example/Questionnaire/prove",
        "version": "2.1.0",
        "status": "active",
        "title": "Prøve",
        "language": "nb",
        "item": list(items),
        **more,
    }


def _codes(*pairs):
    return [{"valueCoding": {"system": "urn:x", "code": code, "display": display}} for code, display in pairs]


@pytest.fixture
def today():
    return TODAY


@pytest.fixture
def form():
    """A Questionnaire resource around the items given."""
    return _form


@pytest.fixture
def codes():
    """answerOption from (code, display) pairs."""
    return _codes


@pytest.fixture
def control():
    """The extension that picks how a question is shown."""
    return lambda code: {"url": CONTROL, "valueCodeableConcept": {"coding": [{"code": code}]}}


@pytest.fixture
def parsed(form):
    """A parsed form around the items given."""
    return lambda *items, **more: parse_questionnaire(form(*items, **more))


@pytest.fixture
def stop_form(parsed, control, codes):
    """Chest pain? → since when, how → a group only for those who said yes, with a question hanging on another inside it."""
    return parsed(
        {
            "linkId": "brystsmerter",
            "type": "boolean",
            "text": "Har du brystsmerter?",
            "required": True,
            "extension": [control("radio-button")],
        },
        {
            "linkId": "mer",
            "type": "group",
            "text": "Om smertene",
            "enableWhen": [{"question": "brystsmerter", "operator": "=", "answerBoolean": True}],
            "item": [
                {"linkId": "styrke", "type": "integer", "text": "Hvor vondt er det, fra 0 til 10?", "required": True},
                {
                    "linkId": "vondt",
                    "type": "choice",
                    "text": "Hvor gjør det vondt?",
                    "repeats": True,
                    "answerOption": codes(("arm", "I armen"), ("rygg", "I ryggen")),
                    "enableWhen": [{"question": "styrke", "operator": ">=", "answerInteger": 5}],
                },
            ],
        },
    )
