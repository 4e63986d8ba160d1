"""From a FHIR R4 Questionnaire as JSON to a checked, frozen form.

Untrusted input: depth, number of items, options and text are capped, and everything that cannot be shown and read
exactly is refused.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from .definition import Control, Display, Group, Item, Question, Questionnaire, QuestionType, Value
from .extensions import TEXT_CONTROLS, Extras, read_extensions
from .gates import check_gates, read_gate
from .limits import (
    DEFAULT_STRING_CHARS,
    DEFAULT_TEXT_CHARS,
    MAX_ANSWER_CHARS,
    MAX_DEPTH,
    MAX_HELP_CHARS,
    MAX_ITEMS,
    MAX_LABEL_CHARS,
    MAX_OPTION_CHARS,
    MAX_TITLE_CHARS,
)
from .options import OptionReader
from .problems import Problems, QuestionnaireRefused, TooManyProblems
from .raw import Reader
from .text import count_chars

_LINK_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")

_INITIAL = {
    QuestionType.BOOLEAN: "valueBoolean",
    QuestionType.STRING: "valueString",
    QuestionType.TEXT: "valueString",
    QuestionType.INTEGER: "valueInteger",
    QuestionType.DATE: "valueDate",
}

_STATUSES = ("draft", "active", "retired", "unknown")


def parse_questionnaire(data: object) -> Questionnaire:
    """Read a form that came as JSON, so that people can answer it.

    data     the resource as `json.loads` gave it; anything is tolerated
    Refuses  QuestionnaireRefused with one Problem per thing that is broken or not supported, each naming its linkId
    """
    problems = Problems()
    try:
        questionnaire = _Parser(problems).questionnaire(data)
    except TooManyProblems:
        questionnaire = None
    if problems.found or questionnaire is None:
        raise QuestionnaireRefused(problems.found)
    return questionnaire


class _Parser:
    def __init__(self, problems: Problems):
        self.problems = problems
        self.reader = Reader(problems)
        self.seen: set[str] = set()
        self.count = 0

    def questionnaire(self, data: object) -> Questionnaire | None:
        if not isinstance(data, Mapping) or data.get("resourceType") != "Questionnaire":
            self.problems.add("", "not_a_questionnaire", _("Dette er ikke et FHIR-skjema (Questionnaire)."))
            return None
        if "modifierExtension" in data or "implicitRules" in data:
            self.problems.add("", "modifier_extension", _("Skjemaet bruker en utvidelse vi ikke støtter."), "modifierExtension")
        self.options = OptionReader(data, self.reader)
        items, form_help = self.items(data, "", 1)
        if not items and not self.problems.found:
            self.problems.add("", "missing_items", _("Skjemaet har ingen spørsmål."))
        return Questionnaire(
            url=self.reader.string(data, "url", "", 500),
            version=self.reader.string(data, "version", ""),
            title=self.reader.prose(data, "title", "", MAX_TITLE_CHARS),
            language=self.language(data),
            status=self.status(data),
            description=self.reader.prose(data, "description", "", MAX_HELP_CHARS),
            help=form_help,
            items=items,
            # Not when items were refused: conditions pointing at those would only be noise.
            order=() if self.problems.found else check_gates(items, self.problems),
        )

    def language(self, data: Mapping) -> str:
        language = self.reader.string(data, "language", "", 20) or "nb"
        if not re.fullmatch(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*", language):
            self.problems.add("", "bad_language", _("Språket er ikke en språkkode."), language)
        return language

    def status(self, data: Mapping) -> str:
        status = self.reader.string(data, "status", "")
        if status not in _STATUSES:
            self.problems.add("", "bad_status", _("Skjemaet mangler status."), status or "status")
        return status

    def items(self, raw: Mapping, link_id: str, depth: int) -> tuple[tuple[Item, ...], str]:
        """The items below, and the text of those that are help for the item above."""
        children = self.reader.objects(raw, "item", link_id, MAX_ITEMS)
        if children and depth > MAX_DEPTH:
            self.problems.add(link_id, "too_deep", _("Skjemaet har for mange nivåer."))
            return (), ""
        found: list[Item] = []
        helps: list[str] = []
        for child in children:
            item = self.item(child, depth)
            if isinstance(item, str):
                helps.append(item)
            elif item is not None:
                found.append(item)
        return tuple(found), "\n\n".join(filter(None, helps))

    def item(self, raw: Mapping, depth: int) -> Item | str | None:
        """An item, or the text when it is help for the one above, or None when it is refused."""
        self.count += 1
        if self.count > MAX_ITEMS:
            self.problems.add("", "too_many", _("Skjemaet har for mange spørsmål."), "item")
            raise TooManyProblems
        link_id = self.link_id(raw)
        item_type = self.reader.string(raw, "type", link_id)
        if "modifierExtension" in raw:
            self.problems.add(
                link_id, "modifier_extension", _("Skjemaet bruker en utvidelse vi ikke støtter."), "modifierExtension"
            )
        extras = read_extensions(raw, item_type, link_id, self.reader)
        if item_type in ("text", "display") and extras.control == "help":
            return self.reader.label(raw, link_id, MAX_HELP_CHARS)
        if item_type == "group" or (item_type == "text" and extras.control == "inline" and raw.get("item")):
            return self.group(raw, link_id, extras, depth)
        if item_type == "display" or (item_type == "text" and extras.control in TEXT_CONTROLS):
            return self.display(raw, link_id, extras)
        if item_type in set(QuestionType):
            return self.question(raw, QuestionType(item_type), link_id, extras, depth)
        self.problems.add(link_id, "unsupported_type", _("Skjemaet har en type spørsmål vi ikke støtter."), item_type or "type")
        # What is below is read all the same, so that its problems are told in the same round.
        self.items(raw, link_id, depth + 1)
        return None

    def link_id(self, raw: Mapping) -> str:
        link_id = self.reader.string(raw, "linkId", "")
        if not _LINK_ID.fullmatch(link_id):
            self.problems.add(
                link_id, "bad_link_id", _("Et spørsmål mangler linkId, eller den har tegn vi ikke støtter."), "linkId"
            )
        elif link_id in self.seen:
            self.problems.add(link_id, "duplicate_link_id", _("To spørsmål har samme linkId."), "linkId")
        self.seen.add(link_id)
        return link_id

    def text(self, raw: Mapping, link_id: str, limit: int) -> str:
        """A label that must be there: a field without one cannot be understood by anybody who cannot see the page."""
        before = len(self.problems.found)
        text = self.reader.label(raw, link_id, limit)
        if not text and len(self.problems.found) == before:
            self.problems.add(link_id, "missing_text", _("Et spørsmål mangler tekst."), "text")
        return text

    def refuse_repeats(self, raw: Mapping, link_id: str) -> None:
        if self.reader.boolean(raw, "repeats", link_id):
            self.problems.add(link_id, "unsupported_repeats", _("Bare flervalg kan gjentas."), "repeats")

    def group(self, raw: Mapping, link_id: str, extras: Extras, depth: int) -> Group:
        self.refuse_repeats(raw, link_id)
        items, help_text = self.items(raw, link_id, depth + 1)
        return Group(
            link_id=link_id,
            text=self.reader.label(raw, link_id, MAX_LABEL_CHARS),
            prefix=self.reader.prose(raw, "prefix", link_id, 50),
            gate=read_gate(raw, link_id, self.reader),
            hint=extras.hint,
            help=help_text,
            items=items,
        )

    def display(self, raw: Mapping, link_id: str, extras: Extras) -> Display:
        if raw.get("item"):
            self.problems.add(link_id, "unsupported_nesting", _("En forklaring kan ikke ha spørsmål under seg."), "item")
        return Display(
            link_id=link_id,
            text=self.text(raw, link_id, MAX_HELP_CHARS),
            gate=read_gate(raw, link_id, self.reader),
            emphasised=extras.control == "highlight",
        )

    def question(self, raw: Mapping, kind: QuestionType, link_id: str, extras: Extras, depth: int) -> Question:
        control = self.control(kind, link_id, extras)
        if kind == QuestionType.CHOICE:
            # Helsenorge's forms mark a choice of several by its check boxes alone.
            repeats = self.reader.boolean(raw, "repeats", link_id) or control == Control.CHECK_BOX
            options = self.options.read(raw, link_id)
        else:
            self.refuse_repeats(raw, link_id)
            repeats, options = False, ()
        items, help_text = self.items(raw, link_id, depth + 1)
        if repeats and any(not isinstance(item, Display) for item in items):
            self.problems.add(link_id, "unsupported_nesting", _("Et flervalg kan ikke ha spørsmål under seg."), "item")
        question = Question(
            link_id=link_id,
            type=kind,
            text=self.text(raw, link_id, MAX_LABEL_CHARS),
            prefix=self.reader.prose(raw, "prefix", link_id, 50),
            gate=read_gate(raw, link_id, self.reader),
            required=self.reader.boolean(raw, "required", link_id),
            read_only=self.reader.boolean(raw, "readOnly", link_id),
            repeats=repeats,
            control=control,
            max_chars=self.max_chars(raw, kind, link_id),
            lowest=extras.lowest,
            highest=extras.highest,
            options=options,
            hint=extras.hint,
            help=help_text,
            entry_format=extras.entry_format,
            validation_text=extras.validation_text,
            items=items,
            initial=self.initial(raw, kind, options, repeats, link_id),
        )
        self.check_initial(question)
        return replace(question, initial=()) if question.is_checkbox and question.initial == (False,) else question

    def control(self, kind: QuestionType, link_id: str, extras: Extras) -> Control:
        fits = {QuestionType.BOOLEAN: (Control.RADIO_BUTTON, Control.CHECK_BOX), QuestionType.CHOICE: tuple(Control)}
        control = Control(extras.control) if extras.control in set(Control) else Control.AUTO
        if extras.control in TEXT_CONTROLS or (control and control not in fits.get(kind, ())):
            self.problems.add(
                link_id, "unsupported_control", _("Skjemaet viser et spørsmål på en måte vi ikke støtter."), extras.control
            )
        return control

    def max_chars(self, raw: Mapping, kind: QuestionType, link_id: str) -> int:
        if kind not in (QuestionType.STRING, QuestionType.TEXT):
            return 0
        asked = self.reader.integer(raw, "maxLength", link_id)
        if asked is None:
            return DEFAULT_STRING_CHARS if kind == QuestionType.STRING else DEFAULT_TEXT_CHARS
        if not 1 <= asked <= MAX_ANSWER_CHARS:
            self.problems.add(link_id, "bad_max_length", _("Grensen for antall tegn er for høy eller for lav."), str(asked))
        return asked

    def initial(self, raw: Mapping, kind: QuestionType, options: tuple, repeats: bool, link_id: str) -> tuple[Value, ...]:
        given = self.reader.objects(raw, "initial", link_id, len(options) or 1)
        if kind == QuestionType.CHOICE:
            values = [self.initial_option(each, options, link_id) for each in given] or [o.value for o in options if o.selected]
        else:
            values = [self.initial_value(each, kind, link_id) for each in given]
        found = tuple(dict.fromkeys(value for value in values if value is not None))
        if len(found) > 1 and not repeats:
            self.problems.add(link_id, "bad_initial", _("Spørsmålet har flere forhåndsvalg, men tar bare ett svar."), "initial")
        return found

    def initial_value(self, raw: Mapping, kind: QuestionType, link_id: str) -> Value | None:
        name = _INITIAL[kind]
        if list(raw) != [name]:
            self.problems.add(link_id, "bad_initial", _("Forhåndsutfylt svar passer ikke til spørsmålet."), "initial")
            return None
        match name:
            case "valueBoolean":
                return self.reader.boolean(raw, name, link_id)
            case "valueInteger":
                return self.reader.integer(raw, name, link_id)
            case "valueDate":
                return self.reader.day(raw, name, link_id)
        return self.reader.string(raw, name, link_id, MAX_ANSWER_CHARS) or None

    def initial_option(self, raw: Mapping, options: tuple, link_id: str) -> Value | None:
        match list(raw):
            case ["valueCoding"]:
                wanted = self.reader.coding(raw, "valueCoding", link_id, MAX_OPTION_CHARS)
            case ["valueString"]:
                wanted = self.reader.string(raw, "valueString", link_id)
            case ["valueInteger"]:
                wanted = self.reader.integer(raw, "valueInteger", link_id)
            case _unsupported:
                wanted = None
        for option in options:
            if option.value == wanted:
                return option.value
        self.problems.add(link_id, "bad_initial", _("Forhåndsutfylt svar passer ikke til spørsmålet."), "initial")
        return None

    def check_initial(self, question: Question) -> None:
        """A prefilled answer must itself be allowed, or a person could be stuck with an error they cannot mend."""
        for value in question.initial:
            too_long = isinstance(value, str) and question.max_chars and count_chars(value) > question.max_chars
            outside = question.type == QuestionType.INTEGER and not _between(value, question.lowest, question.highest)
            if too_long or outside:
                self.problems.add(question.link_id, "bad_initial", _("Forhåndsutfylt svar passer ikke til spørsmålet."), "initial")


def _between(value: int, lowest: int | None, highest: int | None) -> bool:
    return (lowest is None or value >= lowest) and (highest is None or value <= highest)
