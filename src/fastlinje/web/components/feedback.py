"""What the page answers: messages, empty places, errors."""

from collections.abc import Sequence

from django.forms import BaseForm
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .controls import first_control_id
from .drawing import NOTHING, attributes, format_html, format_html_join, needed, one_of, register, when
from .icons import icon as draw
from .shapes import FieldError

ALERTS = ("info", "success", "warning", "danger")


@register.simple_tag
def alert(*, text: str, variant: str = "info", title: str = "", announce: bool = False) -> SafeString:
    """A message in a colour and with an icon. `announce` only for what came of the person's own act: read out at once."""
    return _alert(format_html("<p>{}</p>", needed("text", text)), variant, title, announce)


@register.simple_block_tag
def alert_box(content: str, *, variant: str = "info", title: str = "", announce: bool = False) -> SafeString:
    """An alert with more than a sentence in it."""
    return _alert(content, variant, title, announce)


def _alert(content: SafeString, variant: str, title: str, announce: bool) -> SafeString:
    role = {"danger": "alert"}.get(variant, "status") if announce else None
    return format_html(
        '<div class="ds-alert fl-alert" data-color="{}"{}>{}{}</div>',
        one_of("variant", variant, ALERTS),
        attributes({"role": role}),
        when(title, '<h2 class="ds-heading" data-size="2xs">{}</h2>', title),
        content,
    )


@register.simple_tag
def empty_state(*, title: str, text: str, href: str = "", action: str = "", icon: str = "inbox") -> SafeString:
    """Nothing here yet, and what to do about it."""
    return format_html(
        '<div class="fl-empty">{}<h2 class="ds-heading" data-size="xs">{}</h2><p>{}</p>{}</div>',
        draw(name=icon),
        needed("title", title),
        needed("text", text),
        when(
            href, '<a class="ds-button" data-variant="secondary" href="{}">{}</a>', href, needed("action", action) if href else ""
        ),
    )


@register.simple_tag
def error_summary(
    *, form: BaseForm | None = None, errors: Sequence[FieldError] = (), title: str = "", labelled: bool = False
) -> SafeString:
    """All that must be mended, first on the page and in focus, each line a link to its field. Nothing when all is well.

    labelled  puts the question before each of the form's sentences, where these alone do not say which one is meant
    """
    lines = [*errors, *_form_errors(form, labelled)]
    if not lines:
        return NOTHING
    items = format_html_join("", "<li>{}</li>", ((_line(line),) for line in lines))
    return format_html(
        '<div class="ds-error-summary fl-error-summary" role="alert" tabindex="-1" data-focus-now data-title-prefix="{}">'
        '<h2 class="ds-heading" data-size="xs">{}</h2><ul class="ds-list">{}</ul></div>',
        _("Feil: "),
        title or _("Rett opp dette før du går videre"),
        items,
    )


def _line(line: FieldError) -> SafeString:
    return when(line.anchor, '<a class="ds-link" href="#{}">{}</a>', line.anchor, line.text) or format_html("{}", line.text)


def _form_errors(form: BaseForm | None, labelled: bool) -> list[FieldError]:
    if form is None or not form.is_bound:
        return []

    lines = [FieldError(str(error), "") for error in form.non_field_errors()]
    for name in form.fields:
        bound = form[name]
        said = [format_html("{} {}", bound.label, error) if labelled else error for error in bound.errors]
        lines += [FieldError(each, first_control_id(bound)) for each in said]
    return lines
