"""The answers to one form as a PDF."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from ..engine.narrative import AnsweredSection
from .typesetting import typeset
from .words import grouped_national_id, language_of, moment, paragraphs, speaking

TEMPLATE = Path(__file__).parent / "templates" / "form.typ"


@dataclass(frozen=True, slots=True)
class PatientHeader:
    """Whom the document is about. Never an address: some people's must not be printed anywhere (rules.md 1.7)."""

    name: str
    national_id: str = ""


@dataclass(frozen=True, slots=True)
class FormDocument:
    """What the PDF of a form says.

    title        the form's, becomes the document's title
    language     BCP 47; nb, nn and en have labels of their own
    answered_by  who answered on the patient's behalf, with role («Ola Nordmann, forelder»); "" when the patient did
    practice     the office it was sent to
    sent_at, made_at  aware
    version      the form's version, "" leaves it out
    """

    title: str
    patient: PatientHeader
    practice: str
    sent_at: datetime
    made_at: datetime
    sections: tuple[AnsweredSection, ...]
    answered_by: str = ""
    language: str = "nb"
    version: str = ""


def form_pdf(document: FormDocument) -> bytes:
    """The answers a person sent, as a tagged PDF for the office and for themselves (F-048). About 10 ms; made by a job."""
    return typeset(TEMPLATE, form_data(document), document.made_at)


def form_data(document: FormDocument) -> dict[str, Any]:
    """What the template shows: labels in the document's language and the person's words."""
    language = language_of(document.language)
    with speaking(language):
        return {
            **common_data(document.title, document.patient, document.practice, language, document.made_at),
            "facts": _facts(document, language),
            "sections": section_data(document.sections),
        }


def common_data(title: str, patient: PatientHeader, practice: str, language: str, made_at: datetime) -> dict[str, Any]:
    """What the shared layout needs; call it while `speaking` the language."""
    return {
        "title": title,
        "lang": language,
        "header_right": practice,
        "running_title": ", ".join(filter(None, (patient.name, grouped_national_id(patient.national_id)))),
        "made": gettext("Utskrift laget %(moment)s") % {"moment": moment(made_at, language)},
        "page_label": gettext("Side {page} av {pages}"),
        "worded_note": gettext("Noen tegn kan ikke vises i dette dokumentet. De står med navn eller nummer i klammer."),
    }


def patient_facts(patient: PatientHeader) -> list[tuple[str, str]]:
    """Name and national identity number as label and value."""
    return [(gettext("Pasient"), patient.name), (gettext("Fødselsnummer"), grouped_national_id(patient.national_id))]


def fact_data(rows: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Facts for the template; those without a value are left out."""
    return [{"label": label, "value": value} for label, value in rows if value]


def section_data(sections: tuple[AnsweredSection, ...]) -> list[dict[str, Any]]:
    """Questions and answers for the template."""
    return [
        {
            "heading": section.heading,
            "rows": [{"question": row.question, "answers": [paragraphs(answer) for answer in row.answers]} for row in section.rows],
        }
        for section in sections
    ]


def _facts(document: FormDocument, language: str) -> list[dict[str, str]]:
    return fact_data(
        [
            *patient_facts(document.patient),
            (gettext("Besvart av"), document.answered_by),
            (gettext("Sendt til"), document.practice),
            (gettext("Sendt"), moment(document.sent_at, language)),
            (gettext("Skjemaversjon"), document.version),
        ]
    )
