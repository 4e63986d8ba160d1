"""Careful access to JSON that somebody else wrote: every value is checked for type, length and content before it is used."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from .definition import Coding
from .limits import INTEGER_HIGHEST, INTEGER_LOWEST, MAX_CODE_CHARS, MAX_TOTAL_CHARS
from .problems import Problems
from .text import plain

_HTML = re.compile(r"<[a-zA-Z/!?]")
_IMAGE = re.compile(r"!\[")
_LINK = re.compile(r"\]\s*\(|\b(?:https?|ftp|file)://|\b(?:javascript|vbscript|mailto):|\bdata:[a-z]+/|\bwww\.", re.IGNORECASE)

MARKDOWN = "http://hl7.org/fhir/StructureDefinition/rendering-markdown"


class Reader:
    """Reads values out of untrusted dicts, notes what is wrong, and keeps count of how much text there is in all."""

    def __init__(self, problems: Problems):
        self.problems = problems
        self.chars = 0

    def objects(self, raw: Mapping, name: str, link_id: str, limit: int) -> list[Mapping]:
        """A list of objects; empty when absent."""
        value = raw.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
            self.problems.add(link_id, "wrong_type", _("Feltet skal være en liste."), name)
            return []
        if len(value) > limit:
            self.problems.add(link_id, "too_many", _("Det er for mange verdier i feltet."), name)
            return []
        return value

    def string(self, raw: Mapping, name: str, link_id: str, limit: int = MAX_CODE_CHARS) -> str:
        """A code, address or other text nobody reads; "" when absent."""
        value = raw.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.problems.add(link_id, "wrong_type", _("Feltet skal være en tekst."), name)
            return ""
        if len(value) > limit:
            self.problems.add(link_id, "too_long", _("Teksten i feltet er for lang."), name)
            return ""
        self.chars += len(value)
        if self.chars > MAX_TOTAL_CHARS:
            self.problems.add("", "too_much_text", _("Skjemaet inneholder for mye tekst."))
            self.chars = 0
        return plain(value)

    def prose(self, raw: Mapping, name: str, link_id: str, limit: int) -> str:
        """A text people read. HTML, links and pictures are refused, not stripped: the author should know (AD-49)."""
        text = self.string(raw, name, link_id, limit)
        for pattern, code, sentence in (
            (_HTML, "html", _("HTML kan ikke brukes i skjemaer.")),
            (_IMAGE, "image", _("Bilder kan ikke brukes i skjemaer.")),
            (_LINK, "link", _("Lenker kan ikke brukes i skjemaer.")),
        ):
            if pattern.search(text):
                self.problems.add(link_id, code, sentence, name)
                return ""
        return text

    def label(self, raw: Mapping, link_id: str, limit: int) -> str:
        """An item's text; its Markdown twin only when there is no plain text."""
        text = self.prose(raw, "text", link_id, limit)
        twin = raw.get("_text")
        if text or not isinstance(twin, Mapping):
            return text
        for extension in self.objects(twin, "extension", link_id, 20):
            if extension.get("url") == MARKDOWN:
                return self.prose(extension, "valueMarkdown", link_id, limit)
        return text

    def boolean(self, raw: Mapping, name: str, link_id: str) -> bool:
        """True or false; false when absent."""
        value = raw.get(name, False)
        if not isinstance(value, bool):
            self.problems.add(link_id, "wrong_type", _("Feltet skal være sant eller usant."), name)
            return False
        return value

    def integer(self, raw: Mapping, name: str, link_id: str) -> int | None:
        """A FHIR integer; None when absent."""
        value = raw.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not INTEGER_LOWEST <= value <= INTEGER_HIGHEST:
            self.problems.add(link_id, "wrong_type", _("Feltet skal være et helt tall."), name)
            return None
        return value

    def day(self, raw: Mapping, name: str, link_id: str) -> date | None:
        """A whole FHIR date, year-month-day; None when absent."""
        value = self.string(raw, name, link_id, 32)
        if not value:
            return None
        day = iso_date(value)
        if day is None:
            self.problems.add(link_id, "wrong_type", _("Feltet skal være en dato."), name)
        return day

    def coding(self, raw: Mapping, name: str, link_id: str, display_chars: int) -> Coding | None:
        """A Coding with a code; None when absent or broken."""
        value = raw.get(name)
        if not isinstance(value, Mapping):
            self.problems.add(link_id, "wrong_type", _("Feltet skal være en kode."), name)
            return None
        code = self.string(value, "code", link_id)
        if not code:
            self.problems.add(link_id, "missing_code", _("Et svaralternativ mangler kode."), name)
            return None
        return Coding(code, self.string(value, "system", link_id), self.prose(value, "display", link_id, display_chars))


def iso_date(text: str) -> date | None:
    """«2026-03-01» as a date; None for anything else, also for a bare year or month."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def value_names(raw: Mapping[str, Any], prefix: str, allowed: Sequence[str]) -> tuple[list[str], list[str]]:
    """The `value[x]`/`answer[x]` keys present: those allowed and the others."""
    present = [name for name in raw if isinstance(name, str) and name.startswith(prefix)]
    return [name for name in present if name in allowed], [name for name in present if name not in allowed]
