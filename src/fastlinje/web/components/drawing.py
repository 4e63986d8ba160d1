"""The one register every component is written into, and the small tools they share."""

from collections.abc import Collection, Iterable, Mapping
from html import escape

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

NOTHING = mark_safe("")

STATUS_COLORS = ("neutral", "info", "success", "warning", "danger", "fjord", "rav")


class ComponentError(ValueError):
    """A template used a component wrongly: a mistake to mend in the page, never something a person did."""


def one_of(name: str, value: str, allowed: Collection[str]) -> str:
    """Give the value back, or stop the page from rendering with a component misused."""
    if value not in allowed:
        raise ComponentError(f"{name}={value!r}: must be one of {', '.join(sorted(allowed))}")
    return value


def needed(name: str, value: object) -> object:
    """Give the value back, or stop the page: an empty heading, link or label is never meant."""
    if not str(value).strip():
        raise ComponentError(f"{name} must not be empty")
    return value


def format_html(html: str, *values: object, **named: object) -> SafeString:
    """As Django's, at a third of its cost: a list draws hundreds of these. The html is written in the code, never input."""
    if named:
        return SafeString(html.format(*map(escaped, values), **{name: escaped(value) for name, value in named.items()}))
    return SafeString(html.format(*map(escaped, values)))


def format_html_join(between: str, html: str, rows: Iterable[Iterable[object]]) -> SafeString:
    """As Django's: the html once for each row."""
    return SafeString(between.join([html.format(*map(escaped, row)) for row in rows]))


def escaped(value: object) -> str:
    """A value as it may stand in HTML: what is drawn already stays, text is escaped, the rest is left to Django."""
    kind = type(value)
    if kind is SafeString:
        return value
    return escape(value) if kind is str else conditional_escape(value)


def attributes(values: Mapping[str, object]) -> SafeString:
    """Write HTML attributes: None and False are left out, True is written bare, the rest escaped."""
    kept = [(name, value) for name, value in values.items() if value is not None and value is not False]
    return SafeString("".join([_attribute(name, value) for name, value in kept]))


def _attribute(name: str, value: object) -> str:
    return f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(value)}"'


def when(condition: object, html: str, *values: object) -> SafeString:
    """Format the html if the condition holds, else nothing. The html is always written in a component, never input."""
    if not condition:
        return NOTHING
    return format_html(html, *values) if values else mark_safe(html)  # noqa: S308
