"""The one register every component is written into, and the small tools they share."""

from collections.abc import Collection, Mapping

from django import template
from django.utils.html import format_html, format_html_join
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


def attributes(values: Mapping[str, object]) -> SafeString:
    """Write HTML attributes: None and False are left out, True is written bare, the rest escaped."""
    kept = ((name, value) for name, value in values.items() if value is not None and value is not False)
    return format_html_join("", "{}", ((_attribute(name, value),) for name, value in kept))


def _attribute(name: str, value: object) -> SafeString:
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)


def when(condition: object, html: str, *values: object) -> SafeString:
    """Format the html if the condition holds, else nothing. The html is always written in a component, never input."""
    if not condition:
        return NOTHING
    return format_html(html, *values) if values else mark_safe(html)  # noqa: S308
