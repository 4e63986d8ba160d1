"""Which forms are taken, and what is said about the others."""

from datetime import date

import pytest

from fastlinje.questionnaires.engine.date_bounds import DateBound
from fastlinje.questionnaires.engine.definition import Coding, Control, Display, Group, Question
from fastlinje.questionnaires.engine.limits import MAX_DEPTH, MAX_ITEMS, MAX_OPTIONS_PER_QUESTION, MAX_PROBLEMS
from fastlinje.questionnaires.engine.parse import parse_questionnaire
from fastlinje.questionnaires.engine.problems import QuestionnaireRefused

HELSENORGE = "http://helsenorge.no/fhir/StructureDefinition/"
EHELSE = "http://ehelse.no/fhir/StructureDefinition/"
HL7 = "http://hl7.org/fhir/StructureDefinition/"


def refusal(data):
    """The problems as (linkId, code, construct)."""
    with pytest.raises(QuestionnaireRefused) as caught:
        parse_questionnaire(data)
    for problem in caught.value.problems:
        assert str(problem.sentence)
    return [(problem.link_id, problem.code, problem.construct) for problem in caught.value.problems]


def question(link_id="1", kind="string", **more):
    return {"linkId": link_id, "type": kind, "text": "Hva?", **more}


def test_every_supported_type_is_read(parsed, codes, control):
    form = parsed(
        {"linkId": "g", "type": "group", "text": "Gruppe", "item": [question("s", "string", maxLength=20), question("t", "text")]},
        {"linkId": "d", "type": "display", "text": "Les dette"},
        question("b", "boolean"),
        question(
            "i", "integer", extension=[{"url": HL7 + "minValue", "valueInteger": 0}, {"url": HL7 + "maxValue", "valueInteger": 10}]
        ),
        question("dato", "date", extension=[{"url": EHELSE + "sdf-maxvalue", "valueString": "today()"}]),
        question("v", "choice", answerOption=codes(("a", "A"), ("b", "B")), extension=[control("drop-down")]),
    )
    assert [type(item) for item in form.items] == [Group, Display, Question, Question, Question, Question]
    assert form.by_link_id["s"].max_chars == 20
    assert form.by_link_id["t"].max_chars == 1000
    assert (form.by_link_id["i"].lowest, form.by_link_id["i"].highest) == (0, 10)
    assert form.by_link_id["dato"].highest == DateBound()
    assert form.by_link_id["v"].control == Control.DROP_DOWN
    assert [option.value for option in form.by_link_id["v"].options] == [Coding("a", "urn:x"), Coding("b", "urn:x")]
    assert form.canonical == "https://fastlinje.example/Questionnaire/prove|2.1.0"


def test_helsenorge_texts_become_hint_help_and_reading(parsed, control):
    form = parsed(
        {"linkId": "h", "type": "text", "text": "Om skjemaet", "extension": [control("help")]},
        {"linkId": "m", "type": "text", "text": "Merk deg dette", "extension": [control("highlight")]},
        question(
            extension=[
                {"url": HELSENORGE + "sdf-sublabel", "valueMarkdown": "Kort"},
                {"url": HL7 + "entryFormat", "valueString": "dd.mm.åååå"},
                {"url": EHELSE + "validationtext", "valueString": "Prøv igjen"},
            ],
            item=[{"linkId": "1h", "type": "text", "text": "Lang hjelp", "extension": [control("help")]}],
        ),
    )
    asked = form.by_link_id["1"]
    assert form.help == "Om skjemaet"
    assert form.items[0] == Display("m", "Merk deg dette", emphasised=True)
    assert (asked.hint, asked.help, asked.entry_format, asked.validation_text) == ("Kort", "Lang hjelp", "dd.mm.åååå", "Prøv igjen")


def test_options_from_a_contained_value_set(parsed):
    form = parsed(
        question(kind="choice", answerValueSet="#ja"),
        contained=[
            {
                "resourceType": "ValueSet",
                "id": "ja",
                "compose": {"include": [{"system": "urn:y", "concept": [{"code": "1", "display": "Ja"}]}]},
            }
        ],
    )
    assert form.by_link_id["1"].options[0].value == Coding("1", "urn:y")
    assert form.by_link_id["1"].options[0].label == "Ja"


def test_same_code_in_two_systems_gets_two_keys(parsed):
    options = [{"valueCoding": {"system": "urn:a", "code": "1"}}, {"valueCoding": {"system": "urn:b", "code": "1"}}]
    form = parsed(question(kind="choice", answerOption=options))
    assert [option.key for option in form.by_link_id["1"].options] == ["urn:a|1", "urn:b|1"]


def test_initial_answers_are_read(parsed, codes):
    form = parsed(
        question("a", "integer", initial=[{"valueInteger": 3}]),
        question("b", "date", initial=[{"valueDate": "2026-01-02"}]),
        question("c", "choice", answerOption=codes(("x", "X")), initial=[{"valueCoding": {"system": "urn:x", "code": "x"}}]),
        question("d", "choice", answerOption=[{"valueString": "ja", "initialSelected": True}, {"valueString": "nei"}]),
        question("e", "boolean", initial=[{"valueBoolean": False}]),
    )
    assert [form.by_link_id[each].initial for each in "abcde"] == [(3,), (date(2026, 1, 2),), (Coding("x", "urn:x"),), ("ja",), ()]


@pytest.mark.parametrize(
    "kind", ["decimal", "dateTime", "time", "quantity", "attachment", "reference", "url", "open-choice", "", "question"]
)
def test_unsupported_type_is_named(form, kind):
    assert refusal(form(question("7", kind))) == [("7", "unsupported_type", kind or "type")]


@pytest.mark.parametrize("code", ["slider", "autocomplete", "year", "data-receiver", "receiver-component", "help-link"])
def test_unsupported_control_is_named(form, control, code):
    assert refusal(form(question(extension=[control(code)]))) == [("1", "unsupported_control", code)]


@pytest.mark.parametrize(
    "url",
    [
        HL7 + "regex",
        HL7 + "cqf-expression",
        EHELSE + "sdf-calculatedExpression",
        EHELSE + "sdf-fhirpath",
        HELSENORGE + "sdf-guidanceaction",
    ],
)
def test_extension_that_changes_the_meaning_is_named(form, url):
    assert refusal(form(question(extension=[{"url": url, "valueString": "(a+)+$"}]))) == [("1", "unsupported_extension", url)]


def test_unknown_extension_is_left_alone_but_modifiers_are_not(parsed, form):
    parsed(question(extension=[{"url": "https://example.org/farge", "valueString": "blå"}]))
    assert refusal(form(question(modifierExtension=[{"url": "https://example.org/ikke", "valueBoolean": True}]))) == [
        ("1", "modifier_extension", "modifierExtension")
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<script>alert(1)</script>", "html"),
        ('"><img src=x onerror=alert(1)>', "html"),
        ("</textarea>", "html"),
        ("Se [her](https://example.org)", "link"),
        ("javascript:alert(1)", "link"),
        ("Les mer på www.example.org", "link"),
        ("data:text/html,hei", "link"),
        ("![bilde](x)", "image"),
    ],
)
def test_html_links_and_pictures_are_refused_wherever_people_read(form, codes, text, code):  # AD-49
    option = question("2", "choice", answerOption=codes(("a", text)))
    hint = question("3", extension=[{"url": HELSENORGE + "sdf-sublabel", "valueMarkdown": text}])
    found = refusal(form(question(text=text), option, hint, title=text, description=text))
    assert {(link_id, problem) for link_id, problem, _construct in found} >= {("1", code), ("2", code), ("3", code), ("", code)}


@pytest.mark.parametrize("text", ["Er verdien <7?", "Dine data: hvem ser dem?", "Tid 08:30", "{{7*7}} ${7*7}"])
def test_ordinary_signs_are_not_mistaken_for_code(parsed, text):
    assert parsed(question(text=text)).by_link_id["1"].text == text


@pytest.mark.parametrize("link_id", [None, "", "1 2", 'a"b', "<b>", "x" * 101, 7])
def test_link_id_must_be_usable_as_a_field_name(form, link_id):
    assert "bad_link_id" in [code for _link_id, code, _construct in refusal(form(question(link_id)))]


def test_duplicates_and_missing_texts_are_named(form, codes):
    found = refusal(
        form(
            question("1"),
            question("1"),
            question("2", text=""),
            question("3", "choice"),
            question("4", "choice", answerOption=codes(("a", "A"), ("a", "B"))),
            question("5", "choice", answerValueSet="https://example.org/ValueSet/x"),
            question("6", repeats=True),
            question("8", maxLength=0),
            question("9", "integer", initial=[{"valueString": "to"}]),
            question("10", "choice", answerOption=[{"valueReference": {"reference": "Patient/1"}}]),
        )
    )
    assert found == [
        ("1", "duplicate_link_id", "linkId"),
        ("2", "missing_text", "text"),
        ("3", "missing_options", ""),
        ("4", "duplicate_option", ""),
        ("5", "external_value_set", "https://example.org/ValueSet/x"),
        ("6", "unsupported_repeats", "repeats"),
        ("8", "bad_max_length", "0"),
        ("9", "bad_initial", "initial"),
        ("10", "unsupported_option", "answerOption.valueReference"),
    ]


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ({"question": "borte", "operator": "exists", "answerBoolean": True}, "broken_condition"),
        ({"question": "tall", "operator": "=", "answerString": "3"}, "broken_condition"),
        ({"question": "tekst", "operator": ">", "answerString": "3"}, "broken_condition"),
        ({"question": "valg", "operator": "=", "answerCoding": {"system": "urn:x", "code": "z"}}, "broken_condition"),
        ({"question": "sist", "operator": "exists", "answerBoolean": True}, "circular_condition"),
        ({"question": "tall", "operator": "~", "answerInteger": 3}, "unsupported_operator"),
        ({"question": "tall", "operator": "=", "answerQuantity": {"value": 3}}, "unsupported_condition"),
        ({"question": "tall", "operator": "="}, "unsupported_condition"),
    ],
)
def test_broken_conditions_are_named(form, codes, condition, code):
    found = refusal(
        form(
            question("tall", "integer"),
            question("tekst"),
            question("valg", "choice", answerOption=codes(("a", "A"))),
            question("sist", enableWhen=[condition]),
        )
    )
    assert [(link_id, problem) for link_id, problem, _construct in found] == [("sist", code)]


def test_a_ring_of_conditions_is_found(form):
    first = question("a", enableWhen=[{"question": "b", "operator": "exists", "answerBoolean": True}])
    second = question("b", enableWhen=[{"question": "a", "operator": "exists", "answerBoolean": True}])
    assert [code for _link_id, code, _construct in refusal(form(first, second))] == ["circular_condition"]


def test_two_conditions_need_a_behaviour(form):
    conditions = [{"question": "a", "operator": "=", "answerInteger": number} for number in (1, 2)]
    assert refusal(form(question("a", "integer"), question("b", enableWhen=conditions))) == [
        ("b", "missing_enable_behavior", "enableBehavior")
    ]


def test_too_deep_is_refused_without_descending(form):
    item = question("dypest")
    for level in range(2000):
        item = {"linkId": f"g{level}", "type": "group", "text": "G", "item": [item]}
    found = refusal(form(item))
    assert [code for _link_id, code, _construct in found] == ["too_deep"]
    assert found[0][0] == f"g{2000 - MAX_DEPTH}"


def test_too_much_is_refused(form):
    assert ("", "too_many", "item") in refusal(form(*[question(str(number)) for number in range(MAX_ITEMS + 1)]))
    options = [{"valueString": str(number)} for number in range(MAX_OPTIONS_PER_QUESTION + 1)]
    assert refusal(form(question(kind="choice", answerOption=options))) == [("1", "too_many", "answerOption")]
    assert refusal(form(question(text="å" * 2001))) == [("1", "too_long", "text")]
    texts = [question(str(number), text="å" * 2000) for number in range(200)]
    assert "too_much_text" in [code for _link_id, code, _construct in refusal(form(*texts))]


def test_a_long_chain_of_conditions_is_decided_without_recursion(parsed):
    """Each question hangs on the one before; as long as a form may be."""
    after = [[{"question": f"q{number - 1}", "operator": "exists", "answerBoolean": True}] for number in range(1, MAX_ITEMS)]
    chain = [question("q0"), *(question(f"q{number}", enableWhen=condition) for number, condition in enumerate(after, start=1))]
    assert parsed(*chain).order == tuple(f"q{number}" for number in range(MAX_ITEMS))


def test_problems_stop_at_a_limit(form):
    assert len(refusal(form(*[question(str(number), "decimal") for number in range(200)]))) == MAX_PROBLEMS


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "Questionnaire",
        {},
        {"resourceType": "Patient"},
        {"resourceType": "Questionnaire", "status": "active"},
        {"resourceType": "Questionnaire", "status": "active", "item": "x"},
        {"resourceType": "Questionnaire", "status": "active", "item": [1, None]},
        {"resourceType": "Questionnaire", "status": 3, "item": [{"linkId": [], "type": {}, "text": 4, "extension": {"url": 1}}]},
        {"resourceType": "Questionnaire", "status": "active", "item": [{"linkId": "1", "type": "group", "item": {"linkId": "2"}}]},
        {"resourceType": "Questionnaire", "status": "active", "contained": [{"resourceType": "ValueSet", "id": {}}], "item": []},
        {
            "resourceType": "Questionnaire",
            "status": "active",
            "language": "nb\n<",
            "item": [{"linkId": "1", "type": "string", "text": "A"}],
        },
    ],
)
def test_nonsense_is_refused_and_never_an_exception(data):
    assert refusal(data)


def test_bounds_on_dates_count_from_today(parsed):
    def bound(expression):
        form = parsed(question(kind="date", extension=[{"url": EHELSE + "sdf-minvalue", "valueString": expression}]))
        return form.by_link_id["1"].lowest.on(date(2024, 2, 29))

    assert bound("today()") == date(2024, 2, 29)
    assert bound("today() - 1 years") == date(2023, 2, 28)
    assert bound("today() + 10 days") == date(2024, 3, 10)
    assert bound("today() - 11 month") == date(2023, 3, 29)
    assert bound("today() - 9999 years") == date(1, 2, 28)


def test_other_expressions_for_bounds_are_refused(form):
    extension = {"url": EHELSE + "sdf-maxvalue", "valueString": "Patient.birthDate"}
    assert refusal(form(question(kind="date", extension=[extension]))) == [("1", "unsupported_expression", "Patient.birthDate")]
