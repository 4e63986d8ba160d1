"""Reading posted pages: types, limits, sentences, and what is not asked."""

from datetime import date

import pytest
from django.utils import translation

from fastlinje.questionnaires.engine.answers import field_name, initial_answers, read_answers
from fastlinje.questionnaires.engine.definition import Coding

EHELSE = "http://ehelse.no/fhir/StructureDefinition/"
HL7 = "http://hl7.org/fhir/StructureDefinition/"


@pytest.fixture(autouse=True)
def _norwegian():
    with translation.override("nb"):
        yield


def posted(**fields):
    return {field_name(name.replace("_", "-")): [value] if isinstance(value, str) else value for name, value in fields.items()}


@pytest.fixture
def answer(parsed, today):
    """The answers to one question, posted as the texts given."""

    def read(kind, *texts, **more):
        form = parsed({"linkId": "q", "type": kind, "text": "Hva?", **more})
        return read_answers(form, {"svar-q": list(texts)}, today)

    return read


def test_text_is_tidied_and_kept(answer):
    assert answer("text", "  a\r\nb\x00 ").values == {"q": ("a\nb\ufffd",)}
    assert answer("string", "a\r\nb").values == {"q": ("a b",)}


def test_too_long_text_is_told_and_kept(answer):
    """Nothing is cut (design 6): 301 characters give a sentence, and what was typed is there to show again."""
    given = answer("text", "å" * 301, maxLength=300)
    assert given.errors == {"q": "Teksten er 1 tegn for lang. Du kan skrive 300 tegn."}
    assert given.posted["q"] == ("å" * 301,)
    assert given.values == {}
    assert answer("text", "a\u030a" * 300 + "\r\n", maxLength=300).is_valid


@pytest.mark.parametrize("text", ["3.5.2025", "03.05.2025", "3. 5. 2025", "2025-05-03", " 03.05.2025 "])
def test_dates_are_read_as_people_write_them(answer, text):
    assert answer("date", text).values == {"q": (date(2025, 5, 3),)}


@pytest.mark.parametrize("text", ["3/5/2025", "i går", "31.02.2025", "3.5.25", "2025-5-3", "٣.٥.٢٠٢٥"])
def test_other_dates_get_an_example(answer, text):
    assert answer("date", text).errors == {"q": "Skriv datoen som dd.mm.åååå, for eksempel 24.12.2025."}


def test_date_in_the_future_is_refused_and_today_is_not(answer):
    no_future = [{"url": EHELSE + "sdf-maxvalue", "valueString": "today()"}]
    assert answer("date", "12.03.2026", extension=no_future).is_valid
    assert answer("date", "13.03.2026", extension=no_future).errors == {"q": "Datoen kan ikke være fram i tid."}


def test_other_bounds_on_dates(answer):
    bounds = [
        {"url": HL7 + "minValue", "valueDate": "2026-01-01"},
        {"url": EHELSE + "sdf-maxvalue", "valueString": "today() + 1 months"},
    ]
    assert answer("date", "31.12.2025", extension=bounds).errors == {"q": "Datoen kan ikke være før 01.01.2026."}
    assert answer("date", "13.04.2026", extension=bounds).errors == {"q": "Datoen kan ikke være etter 12.04.2026."}
    own_words = [*bounds, {"url": EHELSE + "validationtext", "valueString": "Velg en dag i år"}]
    assert answer("date", "31.12.2025", extension=own_words).errors == {"q": "Velg en dag i år"}
    assert answer("date", "01.01.0026").errors == {"q": "Sjekk årstallet i datoen."}


def test_integers(answer):
    limits = [{"url": HL7 + "minValue", "valueInteger": 0}, {"url": HL7 + "maxValue", "valueInteger": 10}]
    assert answer("integer", "7", extension=limits).values == {"q": (7,)}
    assert answer("integer", "1 000").values == {"q": (1000,)}
    assert answer("integer", "\u22123").values == {"q": (-3,)}
    assert answer("integer", "-1", extension=limits).errors == {"q": "Skriv et tall som er 0 eller høyere."}
    assert answer("integer", "11", extension=limits).errors == {"q": "Skriv et tall som er 10 eller lavere."}
    for text in ("sju", "1,5", "1e3", "٣", "9" * 5000):
        assert answer("integer", text).errors == {"q": "Skriv et helt tall, bare med sifre."}
    assert not answer("integer", "9999999999").is_valid


def test_choices(answer, codes, control):
    options = codes(("a", "A"), ("b", "B"), ("c", "C"))
    assert answer("choice", "b", answerOption=options).values == {"q": (Coding("b", "urn:x"),)}
    assert answer("choice", "b", "c", answerOption=options).values == {"q": (Coding("b", "urn:x"),)}
    several = answer("choice", "c", "a", "c", answerOption=options, repeats=True)
    assert several.values == {"q": (Coding("c", "urn:x"), Coding("a", "urn:x"))}
    assert answer("choice", "z", answerOption=options).errors == {"q": "Svaret finnes ikke lenger. Velg på nytt."}
    boxes = answer("choice", "a", "b", answerOption=options, extension=[control("check-box")])
    assert len(boxes.values["q"]) == 2


def test_yes_and_no(answer, control):
    radio = {"extension": [control("radio-button")]}
    assert answer("boolean", "false", **radio).values == {"q": (False,)}
    assert answer("boolean", **radio).values == {}
    assert answer("boolean", "kanskje", **radio).errors == {"q": "Svar ja eller nei."}
    assert answer("boolean", "true").values == {"q": (True,)}
    assert answer("boolean").values == {}


@pytest.mark.parametrize(
    ("kind", "more", "sentence"),
    [
        ("text", {}, "Skriv et svar."),
        ("integer", {}, "Skriv et tall."),
        ("date", {}, "Skriv en dato, for eksempel 24.12.2025."),
        ("boolean", {}, "Kryss av her for å gå videre."),
        ("choice", {"answerOption": [{"valueString": "ja"}]}, "Velg ett av svarene."),
        ("choice", {"answerOption": [{"valueString": "ja"}], "repeats": True}, "Velg minst ett svar."),
    ],
)
def test_required_questions_say_what_to_do(answer, kind, more, sentence):
    assert answer(kind, " ", required=True, **more).errors == {"q": sentence}
    assert answer(kind, required=True, **more).errors == {"q": sentence}
    assert answer(kind, **more).is_valid


def test_read_only_keeps_its_initial_answer(answer):
    given = answer("integer", "999", readOnly=True, required=True, initial=[{"valueInteger": 3}])
    assert given.values == {"q": (3,)}
    assert given.is_valid


def test_answers_to_questions_not_asked_are_dropped(stop_form, today):
    """AD-65: the page said no to chest pain, and the rest was posted anyway."""
    given = read_answers(stop_form, posted(brystsmerter="false", styrke="9", vondt=["arm"]), today)
    assert given.values == {"brystsmerter": (False,)}
    assert given.enabled == {"brystsmerter"}
    assert given.is_valid


def test_hidden_required_questions_cannot_be_skipped(stop_form, today):
    """AD-65: leaving out the stop question or what follows from it does not get past."""
    assert read_answers(stop_form, {}, today).errors == {"brystsmerter": "Svar ja eller nei."}
    assert read_answers(stop_form, posted(brystsmerter="true"), today).errors == {"styrke": "Skriv et tall."}


def test_conditions_follow_the_answers(stop_form, today):
    mild = read_answers(stop_form, posted(brystsmerter="true", styrke="4", vondt=["arm"]), today)
    assert mild.values == {"brystsmerter": (True,), "styrke": (4,)}
    strong = read_answers(stop_form, posted(brystsmerter="true", styrke="5", vondt=["arm", "rygg"]), today)
    assert strong.values["vondt"] == (Coding("arm", "urn:x"), Coding("rygg", "urn:x"))


def test_errors_in_questions_not_asked_are_silent(stop_form, today):
    assert read_answers(stop_form, posted(brystsmerter="false", styrke="mye"), today).is_valid


@pytest.mark.parametrize(
    ("operator", "expected", "given", "asked"),
    [
        ("exists", {"answerBoolean": True}, ["5"], True),
        ("exists", {"answerBoolean": True}, [], False),
        ("exists", {"answerBoolean": False}, [], True),
        ("=", {"answerInteger": 5}, ["5"], True),
        ("=", {"answerInteger": 5}, [], False),
        ("!=", {"answerInteger": 5}, ["5"], False),
        ("!=", {"answerInteger": 5}, ["4"], True),
        ("!=", {"answerInteger": 5}, [], True),
        (">", {"answerInteger": 5}, ["5"], False),
        (">", {"answerInteger": 5}, ["6"], True),
        ("<", {"answerInteger": 5}, ["4"], True),
        ("<", {"answerInteger": 5}, [], False),
        (">=", {"answerInteger": 5}, ["5"], True),
        ("<=", {"answerInteger": 5}, ["6"], False),
    ],
)
def test_every_operator(parsed, today, operator, expected, given, asked):
    form = parsed(
        {"linkId": "a", "type": "integer", "text": "A"},
        {"linkId": "b", "type": "string", "text": "B", "enableWhen": [{"question": "a", "operator": operator, **expected}]},
    )
    assert ("b" in read_answers(form, {"svar-a": given}, today).enabled) is asked


@pytest.mark.parametrize(("behaviour", "asked"), [("any", True), ("all", False)])
def test_any_and_all(parsed, today, codes, behaviour, asked):
    form = parsed(
        {"linkId": "a", "type": "choice", "text": "A", "repeats": True, "answerOption": codes(("x", "X"), ("y", "Y"))},
        {
            "linkId": "b",
            "type": "string",
            "text": "B",
            "enableBehavior": behaviour,
            "enableWhen": [{"question": "a", "operator": "=", "answerCoding": {"code": code}} for code in ("x", "y")],
        },
    )
    assert ("b" in read_answers(form, {"svar-a": ["x"]}, today).enabled) is asked
    assert "b" in read_answers(form, {"svar-a": ["x", "y"]}, today).enabled


def test_an_empty_box_equals_no_but_is_not_answered(parsed, today):
    form = parsed(
        {"linkId": "boks", "type": "boolean", "text": "Kryss av"},
        {
            "linkId": "nei",
            "type": "string",
            "text": "N",
            "enableWhen": [{"question": "boks", "operator": "=", "answerBoolean": False}],
        },
        {
            "linkId": "svart",
            "type": "string",
            "text": "S",
            "enableWhen": [{"question": "boks", "operator": "exists", "answerBoolean": True}],
        },
    )
    assert read_answers(form, {}, today).enabled == {"boks", "nei"}
    assert read_answers(form, posted(boks="true"), today).enabled == {"boks", "svart"}


def test_a_question_below_another_is_asked_when_that_is_answered(parsed, today):
    form = parsed(
        {"linkId": "a", "type": "string", "text": "A", "item": [{"linkId": "b", "type": "string", "text": "B", "required": True}]}
    )
    assert read_answers(form, {}, today).is_valid
    assert read_answers(form, posted(a="x"), today).errors == {"b": "Skriv et svar."}


def test_a_fresh_form_has_its_initial_answers(parsed):
    form = parsed({"linkId": "a", "type": "integer", "text": "A", "initial": [{"valueInteger": 2}]})
    assert initial_answers(form).values == {"a": (2,)}
