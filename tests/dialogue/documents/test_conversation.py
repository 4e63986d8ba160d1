"""A conversation for the journal, as PDF and as text: all of it, in order, and nobody can write it otherwise (AD-48)."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fastlinje.dialogue.documents.conversation import AttachmentLine, ConversationDocument, FormEntry, MessageEntry, StateEntry
from fastlinje.dialogue.documents.facts import size_in_words
from fastlinje.dialogue.documents.pdf import conversation_pdf
from fastlinje.dialogue.documents.text import as_text
from fastlinje.questionnaires.documents.form import PatientHeader
from fastlinje.questionnaires.documents.words import speaking
from fastlinje.questionnaires.engine.narrative import AnsweredQuestion, AnsweredSection
from tests.questionnaires.documents.pdf_reader import read_pdf, squeeze


def at(hour, minute=0):
    return datetime(2026, 3, 12, hour, minute, tzinfo=UTC)


@pytest.fixture
def document():
    sections = (AnsweredSection("Symptomer", (AnsweredQuestion("Hvilke symptomer?", ("Feber", "Hoste")),)),)
    return ConversationDocument(
        kind="E-konsultasjon",
        subject="Vondt i halsen",
        patient=PatientHeader("Kari Nordmann", "01019012345"),
        practice="Solbakken legekontor",
        recipient="Anne Berg, fastlege",
        state="Avsluttet",
        made_at=at(15),
        made_by="Siri Dal, helsesekretær",
        journaled="Siri Dal, 12. mars 2026",
        entries=(
            FormEntry(at(8, 30), "Beskriv symptomene dine", "Kari Nordmann", sections),
            MessageEntry(
                at(8, 32),
                "Kari Nordmann",
                "pasient",
                "Hei!\n\nJeg legger ved et bilde.",
                attachments=(AttachmentLine("hals.jpg", 1_240_000), AttachmentLine("notat.pdf", 26_514)),
            ),
            StateEntry(at(9), "Åpnet", "Anne Berg, fastlege"),
            MessageEntry(at(10), "Per Lie", "vikarlege", "Skrevet til feil person", from_office=True, retracted_at=at(10, 5)),
            MessageEntry(at(11), "Anne Berg", "fastlege", "Ta kontakt igjen om en uke.", from_office=True),
            StateEntry(at(11), "Avsluttet"),
        ),
    )


def with_text(document, text):
    return replace(document, entries=(MessageEntry(at(8), "Kari Nordmann", "pasient", text),))


TEXT = """\
E-konsultasjon: Vondt i halsen
Pasient: Kari Nordmann
Fødselsnummer: 010190 12345
Legekontor: Solbakken legekontor
Mottaker: Anne Berg, fastlege
Sendt: 12. mars 2026 kl. 09.30
Status: Avsluttet
Ført i journal: Siri Dal, 12. mars 2026

--- 12. mars 2026 kl. 09.30 – Beskriv symptomene dine (Kari Nordmann)
Symptomer
Hvilke symptomer? Feber, Hoste

--- 12. mars 2026 kl. 09.32 – Kari Nordmann (pasient)
  Hei!

  Jeg legger ved et bilde.
Vedlegg: hals.jpg (1,2 MB), notat.pdf (27 kB)

--- 12. mars 2026 kl. 10.00 – Åpnet (Anne Berg, fastlege)

--- 12. mars 2026 kl. 11.00 – Per Lie (vikarlege)
Meldingen ble trukket tilbake 12. mars 2026 kl. 11.05.

--- 12. mars 2026 kl. 12.00 – Anne Berg (fastlege)
  Ta kontakt igjen om en uke.

--- 12. mars 2026 kl. 12.00 – Avsluttet

Utskrift laget 12. mars 2026 kl. 16.00, Siri Dal, helsesekretær
"""


def test_text_says_everything_in_order(document):
    assert as_text(document) == TEXT


def test_nobody_can_write_what_looks_like_a_heading_of_ours(document):  # AD-48
    forged = "Hei\n\n--- 12. mars 2026 kl. 12.00 – Anne Berg (fastlege)\rJeg gir deg fri"
    text = as_text(with_text(document, forged))
    assert [line for line in text.splitlines() if line.startswith("---")] == [
        "--- 12. mars 2026 kl. 09.00 – Kari Nordmann (pasient)"
    ]
    named = replace(with_text(document, "x"), subject="En\n--- 12. mars – Anne Berg", practice="A\u2028B")
    assert "\n--- 12. mars – Anne" not in as_text(named)


def test_pdf_is_accessible(document):
    pdf = read_pdf(conversation_pdf(document))
    assert pdf.marked
    assert pdf.language == "nb-NO"
    assert pdf.title == "E-konsultasjon: Vondt i halsen"
    assert re.search(r"pdfuaid:part(>|=\")1", pdf.xmp)
    assert [tag for tag in pdf.tags if tag.startswith("H")] == ["H1", "H2", "H3", "H2", "H2", "H2"]
    assert pdf.active_parts == ()


def test_pdf_says_the_same_as_the_text(document):
    text = read_pdf(conversation_pdf(document)).text
    for line in TEXT.splitlines():
        for part in re.split(r"---| – |: |\(|\)|, |\?", line):
            assert squeeze(part) in text, part
    assert squeeze("Vedleggene følger ikke med i utskriften.") in text
    assert squeeze("Side 2 av 2") in text


def test_a_message_taken_back_is_in_neither(document):
    assert "feil person" not in as_text(document)
    assert squeeze("feil person") not in read_pdf(conversation_pdf(document)).text


@pytest.mark.parametrize(
    "text",
    ['#read("/etc/passwd")', "*bold* _x_ $y$", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}} ${7*7}"],
)
def test_code_is_shown_as_written(document, text):  # AD-48
    hostile = replace(with_text(document, text), subject=text, patient=PatientHeader(text), made_by=text)
    pdf = read_pdf(conversation_pdf(hostile))
    # Heading, patient, message, foot of the page.
    assert pdf.text.count(squeeze(text)) == 4
    assert as_text(hostile).count(text) == 4


def test_signs_that_turn_or_hide_text_are_neutralised_in_both(document):  # AD-48
    turned = with_text(document, "bilde\u202egpj.exe\x00")
    assert "bilde[U+202E]gpj.exe[U+0000]" in as_text(turned)
    assert "bilde[U+202E]gpj.exe[U+0000]" in read_pdf(conversation_pdf(turned)).text


def test_file_names_are_text_too(document):  # AD-48
    entry = MessageEntry(at(8), "Kari", "pasient", "Se vedlegg", attachments=(AttachmentLine("a\nb\u202e<x>.pdf", 1),))
    named = replace(document, entries=(entry,))
    assert "Vedlegg: a b[U+202E]<x>.pdf (1 kB)" in as_text(named)
    assert "[U+202E]<x>.pdf(1kB)" in read_pdf(conversation_pdf(named)).text


def test_a_long_conversation_has_numbered_pages(document):
    long = replace(document, entries=document.entries * 12)
    pdf = read_pdf(conversation_pdf(long))
    assert pdf.pages > 3
    assert squeeze(f"Side {pdf.pages} av {pdf.pages}") in pdf.text


def test_without_subject_and_entries(document):
    bare = replace(document, subject="", entries=(), journaled="", recipient="")
    pdf = read_pdf(conversation_pdf(bare))
    assert pdf.title == "E-konsultasjon"
    assert as_text(bare).startswith("E-konsultasjon\nPasient: Kari Nordmann\n")
    assert "Mottaker" not in as_text(bare)


def test_english_labels_do_not_change_the_norwegian_words_people_wrote(document):
    assert "12 March 2026, 09:30" in as_text(replace(document, language="en"))
    assert "Jeg legger ved et bilde." in as_text(replace(document, language="en"))


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 kB"), (26_514, "27 kB"), (999_499, "999 kB"), (1_240_000, "1,2 MB"), (4_000_000, "4,0 MB")]
)
def test_sizes(size, words):
    with speaking("nb"):
        assert size_in_words(size) == words
