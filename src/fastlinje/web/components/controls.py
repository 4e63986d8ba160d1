"""The bare controls of a form: input, text area, select, radio buttons, checkboxes, file.

Drawn by hand from Django's bound field, since Django's own attributes do harm here: `maxlength` cuts what a person
pastes without telling, and `required` shows the browser's own bubbles in the browser's own language.
"""

from collections.abc import Mapping
from datetime import date

from django.forms import BoundField, widgets
from django.utils.safestring import SafeString

from .drawing import NOTHING, attributes, format_html, format_html_join, when
from .foreign import Foreign

GROUPS = (widgets.RadioSelect, widgets.CheckboxSelectMultiple)
LEFT_OUT = ("maxlength", "minlength", "required")


def is_group(field: BoundField) -> bool:
    """True for radio buttons and lists of checkboxes: several controls under one legend."""
    return isinstance(field.field.widget, GROUPS)


def is_single_checkbox(field: BoundField) -> bool:
    """True for one box to tick, whose label stands beside it."""
    return isinstance(field.field.widget, widgets.CheckboxInput)


def first_control_id(field: BoundField) -> str:
    """The id an error links to: the control itself, or the first of a group."""
    return f"{field.auto_id}_0" if is_group(field) else field.auto_id


def control(field: BoundField, extra: Mapping[str, object]) -> SafeString:
    """The one control of a field that has only one."""
    widget = field.field.widget
    kept = {name: value for name, value in widget.attrs.items() if name not in LEFT_OUT}
    attrs = {"class": "ds-input", "id": field.auto_id, "name": field.html_name, **kept, **extra}
    if isinstance(widget, widgets.Textarea):
        # The newline after the tag is HTML's own: without it a text that begins with a line break loses it.
        return format_html(
            "<textarea{}>\n{}</textarea>", attributes({"rows": 6, **attrs}), widget.format_value(field.value()) or ""
        )
    if isinstance(widget, widgets.Select):
        return format_html("<select{}>{}</select>", attributes(attrs), _options(field))
    if isinstance(widget, widgets.CheckboxInput):
        return format_html("<input{}>", attributes({"type": "checkbox", **attrs, "checked": widget.check_test(field.value())}))
    return format_html("<input{}>", attributes({"type": _type(field), **attrs, **_value(field)}))


def _type(field: BoundField) -> str:
    widget = field.field.widget
    if not isinstance(widget, widgets.DateInput):
        return widget.input_type
    # A date control throws away what it can't read; after a mistake the plain one keeps what was typed.
    return "text" if field.errors and field.value() else "date"


def _value(field: BoundField) -> dict[str, object]:
    widget, value = field.field.widget, field.value()
    if isinstance(widget, widgets.FileInput):
        return {"multiple": getattr(widget, "allow_multiple_selected", False)}
    if isinstance(widget, widgets.DateInput) and isinstance(value, date):
        return {"value": value.isoformat()}
    return {"value": widget.format_value(value)}


def _options(field: BoundField) -> SafeString:
    groups = field.field.widget.optgroups(field.html_name, field.field.widget.format_value(field.value()))
    return format_html_join("", "{}", ((_optgroup(name, options),) for name, options, _index in groups))


def _optgroup(name: str | None, options: list[dict]) -> SafeString:
    drawn = format_html_join("", "{}", ((_option(option),) for option in options))
    return format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn


def _option(option: dict) -> SafeString:
    """Holds text alone: what language it is in can only be an attribute."""
    label, language = option["label"], None
    if isinstance(label, Foreign):
        label, language = label.words, label.language
    return format_html(
        "<option{}>{}</option>", attributes({"value": option["value"], "selected": option["selected"], "lang": language}), label
    )


def choices(field: BoundField, extra: Mapping[str, object], hints: Mapping[str, str], cards: bool) -> SafeString:
    """Radio buttons or checkboxes under each other, each with its label and, if there is one, its explanation."""
    kind = field.field.widget.input_type
    variant = attributes({"data-variant": "outline" if cards else None})
    return format_html_join("", "{}", ((_choice(field, sub.data, kind, extra, hints, variant),) for sub in field.subwidgets))


def _choice(
    field: BoundField, data: dict, kind: str, extra: Mapping[str, object], hints: Mapping[str, str], variant: SafeString
) -> SafeString:
    identifier, value = f"{field.auto_id}_{data['index']}", data["value"]
    hint = hints.get(str(value), "")
    hint_id = f"{identifier}_hint" if hint else None
    attrs = {
        "class": "ds-input",
        "type": kind,
        "id": identifier,
        "name": field.html_name,
        "value": value,
        "checked": data["selected"],
        **extra,
        "aria-describedby": hint_id,
    }
    return format_html(
        '<div class="ds-field fl-choice"{}><input{}><label class="ds-label" data-weight="regular" for="{}">{}</label>{}</div>',
        variant,
        attributes(attrs),
        identifier,
        data["label"],
        when(hint, '<div data-field="description" id="{}">{}</div>', hint_id, hint) or NOTHING,
    )
