"""The PDF of a form: accessible, complete, and deaf to what people write in it (F-048, AD-48)."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fastlinje.questionnaires.documents import typesetting
from fastlinje.questionnaires.documents.form import FormDocument, PatientHeader, form_pdf
from fastlinje.questionnaires.engine.narrative import AnsweredQuestion, AnsweredSection
from tests.questionnaires.documents.pdf_reader import read_pdf, squeeze

SENT = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)

HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0"',
    "#eval(sys.inputs.data) #panic()",
    "*fet* _kursiv_ `kode` $x^2$ = Overskrift",
    "<script>alert(1)</script> </textarea>",
    "{{7*7}} ${7*7} #{7*7}",
    '"}], "facts": [{"label": "Pasient", "value": "En annen"}',
    "\\u{41} @ref <label> // /* */ ~ --- ...",
]


@pytest.fixture
def document():
    sections = (
        AnsweredSection(
            "", (AnsweredQuestion("Hva gjelder henvendelsen?", ("Vondt i halsen.\n\nDet er verst om kvelden.\nOg natta.",)),)
        ),
        AnsweredSection(
            "Symptomer",
            (
                AnsweredQuestion("Hvilke symptomer har du hatt?", ("Feber", "Sår hals")),
                AnsweredQuestion("Hvilken dag?", ("09.03.2026",)),
            ),
        ),
    )
    return FormDocument(
        title="Beskriv symptomene dine",
        patient=PatientHeader("Kari Nordmann", "01019012345"),
        practice="Solbakken legekontor",
        sent_at=SENT,
        made_at=SENT,
        sections=sections,
        answered_by="Ola Nordmann, far",
        version="1.0.0",
    )


def answered(document, *answers):
    rows = tuple(AnsweredQuestion(f"Spørsmål {number}", (answer,)) for number, answer in enumerate(answers))
    return replace(document, sections=(AnsweredSection("", rows),))


def test_it_declares_itself_accessible_and_archivable(document):
    pdf = read_pdf(form_pdf(document))
    assert pdf.marked
    assert pdf.language == "nb-NO"
    assert pdf.title == "Beskriv symptomene dine"
    assert pdf.shows_title
    assert re.search(r"pdfuaid:part(>|=\")1", pdf.xmp)
    assert re.search(r"pdfaid:part(>|=\")2", pdf.xmp)
    assert re.search(r"pdfaid:conformance(>|=\")A", pdf.xmp)
    assert pdf.active_parts == ()


def test_structure_is_headings_and_lists(document):
    tags = read_pdf(form_pdf(document)).tags
    assert tags[0] == "Document"
    assert [tag for tag in tags if tag in ("H1", "H2", "H3")] == ["H1", "H2"]
    # Six facts, one question alone, two in the section, two answers to one of them.
    assert tags.count("LI") == 6 + 1 + 2 + 2
    assert tags.count("Lbl") == tags.count("LBody") == tags.count("LI")


def test_every_fact_and_answer_is_there(document):
    text = read_pdf(form_pdf(document)).text
    for part in (
        "Fastlinje",
        "Beskriv symptomene dine",
        "Kari Nordmann",
        "010190 12345",
        "Ola Nordmann, far",
        "Solbakken legekontor",
        "12. mars 2026 kl. 10.30",
        "Hva gjelder henvendelsen?",
        "Det er verst om kvelden.",
        "Symptomer",
        "Sår hals",
        "09.03.2026",
        "Side 1 av 1",
    ):
        assert squeeze(part) in text


@pytest.mark.parametrize(
    ("tag", "language", "when"), [("nn", "nn-NO", "12. mars 2026 kl. 10.30"), ("en", "en-NO", "12 March 2026, 10:30")]
)
def test_languages(document, tag, language, when):
    pdf = read_pdf(form_pdf(replace(document, language=tag)))
    assert pdf.language == language
    assert squeeze(when) in pdf.text


def test_a_form_in_a_language_without_labels_gets_norwegian_ones(document):
    assert read_pdf(form_pdf(replace(document, language="se"))).language == "nb-NO"


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_and_code_are_shown_as_written(document, text):  # AD-48
    hostile = replace(answered(document, text), title=text, practice=text, answered_by=text, patient=PatientHeader(text))
    pdf = read_pdf(form_pdf(hostile))
    assert pdf.title == text
    # Heading, patient, answered by, sent to, page header, answer.
    assert pdf.text.count(squeeze(text)) == 6
    assert "root:x:" not in pdf.text


def test_signs_that_turn_or_hide_text_are_neutralised(document):  # AD-48
    text = read_pdf(form_pdf(answered(document, "faktura\u202efdp.exe", "a\x00b", "c\u2066d\u2069"))).text
    assert "faktura[U+202E]fdp.exe" in text
    assert "a[U+0000]b" in text
    assert "cd" in text


def test_no_sign_can_stop_the_document(document, monkeypatch):
    """On a machine with no fonts but ours: emoji by name, other scripts by number, and a line that says so."""
    monkeypatch.setattr(typesetting, "_all_fonts", typesetting._own_fonts)
    pdf = read_pdf(form_pdf(answered(document, "🌡️ 39", "👩🏽‍⚕️", "中文", "Привіт, як справи?", "ą ł ș ğ", "\U000e0041x\ufffe")))
    for part in ("[thermometer]39", "[U+4E2D][U+6587]", "Привіт,яксправи?", "ąłșğ", "x[U+FFFE]"):
        assert part in pdf.text
    assert squeeze("Noen tegn kan ikke vises i dette dokumentet.") in pdf.text
    assert "Noentegn" not in read_pdf(form_pdf(document)).text


def test_a_whole_page_of_foreign_signs(document, monkeypatch):
    """As many different signs as a long answer holds are all written."""
    monkeypatch.setattr(typesetting, "_all_fonts", typesetting._own_fonts)
    text = read_pdf(form_pdf(answered(document, "".join(chr(0x4E00 + number) for number in range(1000))))).text
    assert text.count("[U+") == 1000


def test_a_word_longer_than_the_line_stays_on_the_page(document):
    pdf = read_pdf(form_pdf(answered(document, "x" * 4000)))
    assert pdf.text.count("x") == 4000
    assert pdf.pages == 2


def test_same_input_same_bytes(document):
    assert form_pdf(document) == form_pdf(document)


def test_an_unexpected_failure_is_not_swallowed(document, tmp_path):
    broken = tmp_path / "broken.typ"
    broken.write_text("#this-is-not-there", "utf-8")
    with pytest.raises(RuntimeError, match="this-is-not-there|unknown variable"):
        typesetting.typeset(
            broken, {"title": "x", "lang": "nb", "header_right": "", "running_title": "", "made": "", "page_label": ""}, SENT
        )


def test_templates_reach_no_files_outside_their_folder(tmp_path):
    """The root holds: even a template of ours could not read the machine's files."""
    reading = tmp_path / "reading.typ"
    reading.write_text('#read("/etc/passwd") #read("../typesetting.py")', "utf-8")
    with pytest.raises(RuntimeError):
        typesetting.typeset(
            reading, {"title": "x", "lang": "nb", "header_right": "", "running_title": "", "made": "", "page_label": ""}, SENT
        )
