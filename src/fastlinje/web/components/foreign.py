"""Words in another language than the page's, marked so that a screen reader reads them right (WCAG 3.1.2).

Nobody translates what an office writes of itself: its texts, what it offers, its hours, why a service is off. A form says its own
language.
"""

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .drawing import NOTHING, attributes, format_html, format_html_join, register

OFFICES = "no"
"""Norwegian of either form: an office writes bokmål or nynorsk, and nothing tells us which."""


class Foreign(SafeString):
    """Marked words, drawn. `words` and `language` are for where no mark can stand, as in an option, which takes an attribute."""

    words: str
    language: str


def in_language(words: str, language: str) -> str:
    """The words, marked with their language (BCP 47) unless the page speaks it; for the content of an element, not an attribute."""
    if not words or not mark_for(language):
        return words
    marked = Foreign(format_html('<span lang="{}">{}</span>', language, words))
    marked.words, marked.language = words, language
    return marked


def office_words(words: str) -> str:
    """The same for what an office wrote of itself."""
    return in_language(words, OFFICES)


def mark_for(language: str) -> str:
    """The language when the page speaks another, else "". Bokmål pages read Norwegian of either form as it is."""
    page = get_language()
    same = language.partition("-")[0] == page or (language == OFFICES and page == settings.LANGUAGE_CODE)
    return "" if same else language


def sentence(pattern: str, **parts: object) -> SafeString:
    """A translated sentence («%(what)s hos %(office)s») with words in it that may be marked."""
    return format_html(pattern % {name: f"{{{name}}}" for name in parts}, **parts)


@register.simple_tag
def spoken_in(*, language: str) -> SafeString:
    """The attribute for an element whose words are in that language; nothing when the page speaks it."""
    return attributes({"lang": mark_for(language) or None}) if language else NOTHING


@register.simple_tag
def office_text(*, text: str) -> SafeString:
    """A text the office wrote for its patients, with its line breaks."""
    lines = format_html_join("<br>", "{}", ((line,) for line in text.splitlines()))
    return format_html("<p{}>{}</p>", spoken_in(language=OFFICES), lines)
