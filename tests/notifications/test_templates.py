"""The words of notices: nothing about health, and nothing but an office, a date, a moment or a code can get in (AD-72)."""

import re
import string

import pytest

from fastlinje.notifications.templates import TEMPLATES, check_values, email_body, one_line, wording

SAMPLE = {"office": "Tangen legekontor", "date": "2026-11-27", "code": "123456"} | {
    "when": "2026-11-27T08:20:00+00:00",
    "until": "2026-11-26T08:20:00+00:00",
}
# Words that would say what somebody sought help for, what kind of service it was, or from whom.
TELLING = re.compile(r"konsultasjon|resept|prøve|diagnose|symptom|sykdom|psyk|gyn|lege\b|skjema|vedlegg", re.IGNORECASE)


def values(template: str) -> dict[str, str]:
    return {name: SAMPLE[name] for name in TEMPLATES[template].placeholders}


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_text_tells_anything_about_health(template):
    said = wording(template, {**values(template), **({"office": "Tangen"} if "office" in values(template) else {})}, "nb")
    assert not TELLING.search(said.subject)
    assert not TELLING.search(said.sentence)
    assert len(said.sentence) <= 160


@pytest.mark.parametrize("template", TEMPLATES)
def test_texts_name_only_the_placeholders_they_declare(template):
    known = TEMPLATES[template]
    named = {name for text in (known.subject, known.sentence) for _, name, _, _ in string.Formatter().parse(str(text)) if name}
    assert named == known.placeholders
    assert named <= set(SAMPLE)


@pytest.mark.parametrize(
    ("template", "given"),
    [
        ("answered", {"office": "Tangen", "subject": "Kløe"}),
        ("answered", {}),
        ("received", {"office": "Tangen", "date": "Kløe"}),
        ("received", {"office": "Tangen", "date": "27. november"}),
        ("contact_code", {"code": "abc123"}),
    ],
)
def test_nothing_else_gets_in(template, given):
    with pytest.raises(ValueError, match="takes|isoformat|six digits"):
        wording(template, given, "nb")


def test_a_code_is_never_stored_with_a_notice():
    check_values("contact_code", {})
    with pytest.raises(ValueError, match="takes"):
        check_values("received", {"office": "Tangen"})


def test_a_date_is_read_as_people_say_it():
    assert wording("received", values("received"), "nb").sentence == (
        "Vi har mottatt henvendelsen din. Frist for svar er fredag 27. november."
    )


@pytest.mark.parametrize("hostile", ["Tangen\r\nBcc: x@example.org", "Tangen\u2028x", "Tangen\u202egnp", "Tangen\x00", "A" * 200])
def test_an_offices_name_begins_no_header_and_no_line(hostile):
    """AD-53"""
    said = wording("answered", {"office": hostile}, "nb")
    for text in (said.subject, said.sentence):
        assert len(text.splitlines()) == 1
        assert not re.search(r"[\x00-\x1f\u202a-\u202e\u2028]", text)
    assert len(said.subject) < 70


def test_braces_in_a_name_are_no_placeholders():
    assert "{date}" in wording("answered", {"office": "{date}"}, "nb").sentence


def test_one_line_keeps_ordinary_letters():
    assert one_line("  Ærlig\t Øre – Åsgård ") == "Ærlig Øre – Åsgård"


def test_an_email_says_where_to_go_without_a_link():
    body = email_body("Setning.", "fastlinje.example", "nb")
    assert body.startswith("Setning.\n\n")
    assert "fastlinje.example" in body
    assert "http" not in body
