"""Form fields as the design system draws them: label, hint, error and counter tied to the control for a screen reader."""

import json
from collections.abc import Mapping, Sequence

from django.forms import BaseForm, BoundField, widgets
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .controls import choices, control, is_group, is_single_checkbox
from .drawing import NOTHING, ComponentError, attributes, format_html, format_html_join, needed, one_of, register, when

WIDTHS = ("xs", "sm", "md", "full")


@register.simple_tag
def field(
    *,
    field: BoundField,
    hint: str = "",
    label: str = "",
    counter: int = 0,
    rows: int = 0,
    width: str = "full",
    cards: bool = False,
    mark_optional: bool = True,
    option_hints: Mapping[str, str] | None = None,
) -> SafeString:
    """One question of a form.

    hint           under the label; the form field's own help_text when left out
    counter        limit in characters; a text area whose field has a max_length gets one by itself
    width          how long an answer is expected: xs, sm, md or full
    cards          draws radio buttons and checkboxes as large surfaces to touch
    mark_optional  writes «(valgfritt)» after the label of a field that may be left empty
    option_hints   explanation per choice value
    """
    if not isinstance(field, BoundField):
        raise ComponentError(f"field must be a bound form field, got {field!r}")
    if field.is_hidden:
        raise ComponentError(f"{field.html_name} is hidden: use hidden_fields")
    words = _Words(field, label, hint, counter, mark_optional)
    if is_group(field):
        return _group(words, cards, option_hints or {})
    extra = {"aria-describedby": words.described_by, "aria-invalid": "true" if field.errors else None}
    if rows:
        extra["rows"] = rows
    drawn = control(field, extra)
    if is_single_checkbox(field):
        html = '<div class="ds-field fl-choice fl-field" data-variant="{}">{}{}{}{}</div>'
        return format_html(html, "outline" if cards else "plain", drawn, words.label(), words.hint(), words.errors())
    html = '<div class="ds-field fl-field" data-width="{}">{}{}{}{}{}</div>'
    return format_html(html, one_of("width", width, WIDTHS), words.label(), words.hint(), words.errors(), drawn, words.counter())


class _Words:
    """The text around a control, and the ids that tie them together."""

    def __init__(self, field: BoundField, label: str, hint: str, counter: int, mark_optional: bool):
        self.field = field
        self.limit = counter or _own_limit(field)
        self._label = needed("label", label or field.label)
        self._hint = hint or field.help_text
        self._optional = mark_optional and not field.field.required and not is_single_checkbox(field)

    @property
    def described_by(self) -> str | None:
        identifier = self.field.auto_id
        parts = [f"{identifier}_hint"] * bool(self._hint) + [f"{identifier}_error"] * bool(self.field.errors)
        return " ".join(parts + [f"{identifier}_counter"] * bool(self.limit)) or None

    def label_text(self) -> SafeString:
        return format_html("{}{}", self._label, when(self._optional, ' <span class="fl-optional">{}</span>', _("(valgfritt)")))

    def label(self) -> SafeString:
        return format_html('<label class="ds-label" for="{}">{}</label>', self.field.auto_id, self.label_text())

    def hint(self) -> SafeString:
        return when(self._hint, '<div data-field="description" id="{}_hint">{}</div>', self.field.auto_id, self._hint)

    def errors(self) -> SafeString:
        lines = format_html_join("", '<p class="ds-validation-message">{}</p>', ((error,) for error in self.field.errors))
        return when(lines, '<div id="{}_error" data-field="validation">{}</div>', self.field.auto_id, lines)

    def counter(self) -> SafeString:
        if not self.limit:
            return NOTHING
        return format_html(
            '<p class="fl-counter" id="{0}_counter" data-counter-for="{0}" data-limit="{1}"'
            ' data-left="{2}" data-over="{3}">{4}</p>',
            self.field.auto_id,
            self.limit,
            _("%d tegn igjen"),
            _("%d tegn for mye"),
            _("Du kan skrive inntil %(limit)d tegn.") % {"limit": self.limit},
        )


def _own_limit(field: BoundField) -> int:
    return (getattr(field.field, "max_length", None) or 0) if isinstance(field.field.widget, widgets.Textarea) else 0


def _group(words: _Words, cards: bool, hints: Mapping[str, str]) -> SafeString:
    invalid = {"aria-invalid": "true" if words.field.errors else None}
    return format_html(
        '<fieldset class="ds-fieldset fl-field"{}><legend class="ds-label">{}</legend>{}{}{}</fieldset>',
        attributes({"aria-describedby": words.described_by}),
        words.label_text(),
        words.hint(),
        words.errors(),
        choices(words.field, invalid, hints, cards),
    )


@register.simple_tag
def hidden_fields(*, form: BaseForm) -> SafeString:
    """The fields of a form nobody sees."""
    return format_html_join("", "{}", ((bound.as_widget(),) for bound in form.hidden_fields()))


@register.simple_block_tag
def fieldset(content: str, *, legend: str, hint: str = "") -> SafeString:
    """Several questions that belong together."""
    return format_html(
        '<fieldset class="ds-fieldset fl-fieldset"><legend class="ds-label">{}</legend>{}{}</fieldset>',
        needed("legend", legend),
        when(hint, '<p data-field="description">{}</p>', hint),
        content,
    )


@register.simple_block_tag
def question(content: str, *, key: str, enable_when: Sequence[Mapping[str, object]] = (), behavior: str = "all") -> SafeString:
    """One item of a questionnaire. With `enable_when` it shows only when the answers before say so.

    enable_when  [{"question": key, "operator": "=", "value": "ja"}, …] with exists, =, !=, >, <, >=, <=
    behavior     all or any of them

    Without JavaScript every question is shown and the server leaves out answers nobody asked for.
    """
    attrs = {"data-question": needed("key", key)}
    if enable_when:
        attrs |= {
            "data-enable-when": json.dumps(list(enable_when)),
            "data-enable-behavior": one_of("behavior", behavior, ("all", "any")),
        }
    return format_html('<div class="fl-question"{}>{}</div>', attributes(attrs), content)


@register.simple_tag
def autosave_status(*, text: str = "") -> SafeString:
    """Where the page says that the draft is saved. Put inside a form with data-autosave-url; `text` is what holds at load."""
    return format_html(
        '<p class="fl-autosave" role="status" data-autosave-status data-saved="{}" data-saving="{}" data-failed="{}"'
        ' data-logged-out="{}">{}</p>',
        _("Lagret kl. %s"),
        _("Lagrer …"),
        _("Ikke lagret – prøver igjen"),
        _("Ikke lagret – du er logget ut. Logg inn igjen i en ny fane, så lagres teksten."),
        text,
    )
