"""Dates, numbers and texts as documents write them, in the document's language."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import translation
from django.utils.dateformat import format as format_date

from fastlinje.core.clock import OSLO

LANGUAGES = ("nb", "nn", "en")

_MOMENT = {"en": "j F Y, H:i"}
_MOMENT_NORWEGIAN = r"j. F Y \k\l. H.i"


def language_of(tag: str) -> str:
    """One of our languages for a BCP 47 tag: «nn-NO» is «nn»; bokmål for all we do not write."""
    primary = tag.split("-")[0].lower()
    return primary if primary in LANGUAGES else "nb"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Labels and month names in this language."""
    with translation.override(language):
        yield


def moment(at: datetime, language: str) -> str:
    """«12. mars 2026 kl. 10.30», Norwegian time, whatever zone `at` came in; `speaking` gives the month's name its language."""
    return format_date(at.astimezone(OSLO), _MOMENT.get(language, _MOMENT_NORWEGIAN))


def grouped_national_id(national_id: str) -> str:
    """«010190 12345», easier to read aloud; other lengths as they are."""
    return f"{national_id[:6]} {national_id[6:]}" if len(national_id) == 11 else national_id


def paragraphs(text: str) -> list[list[str]]:
    """A text as paragraphs of lines: an empty line begins a new paragraph."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [each for each in found if each]
