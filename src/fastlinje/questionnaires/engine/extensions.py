"""The extensions of HL7 and Helsenorge that change how a question is shown or checked.

Unknown extensions are left alone, as FHIR says; those that would change what an answer means are refused by name.
Source: spec/fhir.md 4.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .date_bounds import DateBound, parse_relative
from .definition import Control, QuestionType
from .limits import MAX_HELP_CHARS, MAX_LABEL_CHARS
from .raw import Reader

HL7 = "http://hl7.org/fhir/StructureDefinition/"
EHELSE = "http://ehelse.no/fhir/StructureDefinition/"
HELSENORGE = "http://helsenorge.no/fhir/StructureDefinition/"

ITEM_CONTROL = HL7 + "questionnaire-itemControl"

TEXT_CONTROLS = frozenset({"help", "inline", "highlight", "sidebar"})
"""A text item with one of these is something to read, not a question."""

_VIEW_ONLY = frozenset({"summary", "summary-container"})

_REFUSED = frozenset(
    {
        HL7 + "cqf-expression",
        HL7 + "regex",
        HL7 + "minLength",
        HL7 + "questionnaire-unit",
        HL7 + "questionnaire-hidden",
        EHELSE + "sdf-calculatedExpression",
        EHELSE + "sdf-fhirpath",
        EHELSE + "sdf-fhirpathvalidation",
        EHELSE + "sdf-optionReference",
        HELSENORGE + "sdf-guidanceaction",
        HELSENORGE + "sdf-guidanceparameter",
        HELSENORGE + "sdf-hyperlink-target",
    }
)

_ONLY_WHEN_REPEATED = frozenset({HL7 + "questionnaire-minOccurs", HL7 + "questionnaire-maxOccurs"})


@dataclass(slots=True)
class Extras:
    """What an item's extensions say."""

    control: str = ""
    hint: str = ""
    entry_format: str = ""
    validation_text: str = ""
    lowest: int | DateBound | None = None
    highest: int | DateBound | None = None


def read_extensions(raw: Mapping, item_type: str, link_id: str, reader: Reader) -> Extras:
    """The extensions of one item; problems for those we cannot honour."""
    extras = Extras()
    for extension in reader.objects(raw, "extension", link_id, 100):
        _read_one(extension, reader.string(extension, "url", link_id, 500), extras, raw, item_type, link_id, reader)
    return extras


def _read_one(extension: Mapping, url: str, extras: Extras, raw: Mapping, item_type: str, link_id: str, reader: Reader) -> None:
    if url == ITEM_CONTROL:
        extras.control = _control(extension, link_id, reader)
    elif url == HELSENORGE + "sdf-sublabel":
        extras.hint = reader.prose(extension, "valueMarkdown", link_id, MAX_HELP_CHARS)
    elif url == HELSENORGE + "sdf-sublabel-text":
        extras.hint = extras.hint or reader.prose(extension, "valueString", link_id, MAX_HELP_CHARS)
    elif url == HL7 + "entryFormat":
        extras.entry_format = reader.prose(extension, "valueString", link_id, MAX_LABEL_CHARS)
    elif url == EHELSE + "validationtext":
        extras.validation_text = reader.prose(extension, "valueString", link_id, MAX_LABEL_CHARS)
    elif url in (HL7 + "minValue", EHELSE + "sdf-minvalue"):
        extras.lowest = _bound(extension, item_type, link_id, reader)
    elif url in (HL7 + "maxValue", EHELSE + "sdf-maxvalue"):
        extras.highest = _bound(extension, item_type, link_id, reader)
    elif url in _REFUSED or (url in _ONLY_WHEN_REPEATED and raw.get("repeats") is True):
        reader.problems.add(link_id, "unsupported_extension", _("Skjemaet bruker en utvidelse vi ikke støtter."), url)


def _control(extension: Mapping, link_id: str, reader: Reader) -> str:
    concept = extension.get("valueCodeableConcept")
    codings = reader.objects(concept, "coding", link_id, 10) if isinstance(concept, Mapping) else []
    codes = [code for coding in codings if (code := reader.string(coding, "code", link_id)) not in _VIEW_ONLY]
    for code in codes:
        if code not in TEXT_CONTROLS and code not in set(Control):
            reader.problems.add(link_id, "unsupported_control", _("Skjemaet viser et spørsmål på en måte vi ikke støtter."), code)
    return codes[0] if codes else ""


def _bound(extension: Mapping, item_type: str, link_id: str, reader: Reader) -> int | DateBound | None:
    if item_type == QuestionType.INTEGER:
        return reader.integer(extension, "valueInteger", link_id)
    if item_type != QuestionType.DATE:
        return None
    if "valueDate" in extension:
        day = reader.day(extension, "valueDate", link_id)
        return DateBound(fixed=day) if day else None
    expression = reader.string(extension, "valueString", link_id)
    bound = parse_relative(expression)
    if bound is None:
        reader.problems.add(link_id, "unsupported_expression", _("Skjemaet regner ut en grense vi ikke støtter."), expression)
    return bound
