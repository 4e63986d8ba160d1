"""A questionnaire's views as fields of our own form, so that they are drawn like every other field."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict

from fastlinje.questionnaires.engine.answers import Answers
from fastlinje.questionnaires.engine.definition import Questionnaire
from fastlinje.questionnaires.engine.reading import parse_date
from fastlinje.questionnaires.engine.render import render_model
from fastlinje.questionnaires.engine.views import DisplayView, FieldKind, FieldView, GroupView, ItemView

from ...components.drawing import format_html_join
from ...components.foreign import in_language


class QuestionsForm(forms.Form):
    """Fields that are shown with what was typed. The engine reads and judges answers, so this form never does."""

    def __init__(self, views: Iterable[FieldView], language: str):
        views = list(views)
        super().__init__(MultiValueDict({view.name: _shown(view) for view in views}))
        for view in views:
            self.fields[view.name] = _field(view, language)
        self._errors = ErrorDict({view.name: self.error_class([view.error]) for view in views if view.error})


@dataclass(frozen=True)
class ShownItem:
    """One item of the page: a question (`field`), a text (`paragraphs`), or a group (`items`).

    conditions  as the `question` component takes them; empty when it is always asked or can't be said so simply
    """

    key: str
    field: forms.BoundField | None = None
    hint: str = ""
    help: tuple[str, ...] = ()
    max_chars: int = 0
    width: str = "full"
    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    emphasised: bool = False
    items: "tuple[ShownItem, ...]" = ()
    conditions: tuple[dict[str, str], ...] = ()
    behavior: str = "all"


def shown_items(
    questionnaire: Questionnaire, answers: Answers | None, errors: Mapping[str, str], today: date
) -> tuple[QuestionsForm, tuple[ShownItem, ...]]:
    """The form and its items, in order."""
    views = render_model(questionnaire, answers, errors, today=today)
    form = QuestionsForm(_fields(views), questionnaire.language)
    return form, tuple(_item(view, form, questionnaire.language) for view in views)


def _fields(views: Iterable[ItemView]) -> Iterable[FieldView]:
    for view in views:
        if isinstance(view, GroupView):
            yield from _fields(view.items)
        elif isinstance(view, FieldView):
            yield view


def _item(view: ItemView, form: QuestionsForm, language: str) -> ShownItem:
    conditions, behavior = _conditions(view.data_enable_when)
    gate = {"key": view.name, "conditions": conditions, "behavior": behavior}
    if isinstance(view, DisplayView):
        paragraphs = tuple(in_language(each, language) for each in view.paragraphs)
        return ShownItem(**gate, hint=view.condition, paragraphs=paragraphs, emphasised=view.emphasised)
    hint = format_html_join(" ", "{}", ((each,) for each in (view.condition, in_language(view.hint, language)) if each))
    explained = tuple(in_language(each, language) for each in view.help.split("\n\n")) if view.help else ()
    if isinstance(view, GroupView):
        items = tuple(_item(below, form, language) for below in view.items)
        return ShownItem(**gate, hint=hint, help=explained, heading=in_language(view.heading, language), items=items)
    width = "sm" if view.kind in (FieldKind.INTEGER, FieldKind.DATE) else "full"
    return ShownItem(**gate, field=form[view.name], hint=hint, help=explained, max_chars=view.max_chars, width=width)


def _conditions(text: str) -> tuple[tuple[dict[str, str], ...], str]:
    """The engine's conditions as a flat list. Nested ones are left to the server: then the question always shows, with its
    condition in words."""
    if not text:
        return (), "all"
    tree = json.loads(text)
    behavior = next((name for name in ("all", "any") if name in tree), "all")
    leaves = tree.get(behavior, [tree])
    if any("field" not in leaf for leaf in leaves):
        return (), "all"
    found = ({"question": leaf["field"], "operator": leaf["operator"], "value": leaf["value"]} for leaf in leaves)
    return tuple(found), behavior


def _shown(view: FieldView) -> list[str]:
    if view.choices:
        return [choice.value for choice in view.choices if choice.checked]
    if view.kind is FieldKind.DATE and not view.error:
        day = parse_date(view.value)
        return [day.isoformat() if day else view.value]
    return [view.value] if view.value else []


def _field(view: FieldView, language: str) -> forms.Field:
    common: dict[str, Any] = {"label": in_language(view.label, language), "required": view.required, "disabled": False}
    choices = [(each.value, each.label if each.is_ours else in_language(each.label, language)) for each in view.choices]
    attributes = {"readonly": view.read_only or None}
    match view.kind:
        case FieldKind.TEXTAREA:
            return forms.CharField(**common, widget=forms.Textarea(attributes | {"rows": 4}))
        case FieldKind.INTEGER:
            return forms.CharField(**common, widget=forms.TextInput(attributes | {"inputmode": "numeric", "autocomplete": "off"}))
        case FieldKind.DATE:
            limits = {"min": view.minimum or None, "max": view.maximum or None}
            return forms.CharField(**common, widget=forms.DateInput(attributes | limits))
        case FieldKind.CHECKBOX:
            return forms.BooleanField(**common, widget=forms.CheckboxInput({"value": "true"}))
        case FieldKind.CHECKBOXES:
            return forms.MultipleChoiceField(**common, choices=choices, widget=forms.CheckboxSelectMultiple)
        case FieldKind.RADIOS:
            return forms.ChoiceField(**common, choices=choices, widget=forms.RadioSelect)
        case FieldKind.SELECT:
            return forms.ChoiceField(**common, choices=[("", ""), *choices], widget=forms.Select)
    return forms.CharField(**common, widget=forms.TextInput(attributes))
