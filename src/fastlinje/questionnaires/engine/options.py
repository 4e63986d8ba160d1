"""The answers a choice question offers: listed with the question or in a contained value set."""

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from .definition import Coding, Option
from .limits import MAX_CODE_CHARS, MAX_CONTAINED, MAX_OPTION_CHARS, MAX_OPTIONS, MAX_OPTIONS_PER_QUESTION
from .raw import Reader, value_names

_SUPPORTED = ("valueCoding", "valueString", "valueInteger")


class OptionReader:
    """Reads options; knows the form's contained value sets."""

    def __init__(self, questionnaire: Mapping, reader: Reader):
        self.reader = reader
        self.count = 0
        self.value_sets = {
            "#" + reader.string(resource, "id", ""): resource
            for resource in reader.objects(questionnaire, "contained", "", MAX_CONTAINED)
            if resource.get("resourceType") == "ValueSet"
        }

    def read(self, raw: Mapping, link_id: str) -> tuple[Option, ...]:
        """The question's options in order, each with a key of its own."""
        problems = self.reader.problems
        before = len(problems.found)
        found = self._from_value_set(raw, link_id) if "answerValueSet" in raw else self._from_options(raw, link_id)
        self.count += len(found)
        if not found and len(problems.found) == before:
            problems.add(link_id, "missing_options", _("Spørsmålet har ingen svaralternativer."))
        options = _with_keys(found)
        if len({option.key for option in options}) != len(options):
            problems.add(link_id, "duplicate_option", _("To svaralternativer er like."))
            return ()
        if len(found) > MAX_OPTIONS_PER_QUESTION or self.count > MAX_OPTIONS:
            problems.add(link_id, "too_many", _("Det er for mange svaralternativer."), "answerOption")
            return ()
        return options

    def _from_options(self, raw: Mapping, link_id: str) -> list[tuple[Coding | str | int, bool]]:
        options = self.reader.objects(raw, "answerOption", link_id, MAX_OPTIONS_PER_QUESTION)
        read = ((self._value(option, link_id), self.reader.boolean(option, "initialSelected", link_id)) for option in options)
        return [(value, selected) for value, selected in read if value is not None]

    def _value(self, option: Mapping, link_id: str) -> Coding | str | int | None:
        supported, others = value_names(option, "value", _SUPPORTED)
        if others or len(supported) != 1:
            construct = "answerOption." + (others or supported or ["value"])[0]
            self.reader.problems.add(
                link_id, "unsupported_option", _("Et svaralternativ er av en type vi ikke støtter."), construct
            )
            return None
        if supported[0] == "valueCoding":
            return self.reader.coding(option, "valueCoding", link_id, MAX_OPTION_CHARS)
        if supported[0] == "valueInteger":
            return self.reader.integer(option, "valueInteger", link_id)
        return self.reader.prose(option, "valueString", link_id, MAX_OPTION_CHARS) or None

    def _from_value_set(self, raw: Mapping, link_id: str) -> list[tuple[Coding | str | int, bool]]:
        address = self.reader.string(raw, "answerValueSet", link_id, 500)
        value_set = self.value_sets.get(address)
        if value_set is None:
            code = "missing_value_set" if address.startswith("#") else "external_value_set"
            self.reader.problems.add(link_id, code, _("Svaralternativene ligger ikke i skjemaet."), address)
            return []
        return [(coding, False) for coding in self._concepts(value_set, link_id)]

    def _concepts(self, value_set: Mapping, link_id: str) -> list[Coding]:
        expansion, compose = value_set.get("expansion"), value_set.get("compose")
        if isinstance(expansion, Mapping):
            concepts = [(each, "") for each in self.reader.objects(expansion, "contains", link_id, MAX_OPTIONS_PER_QUESTION)]
            if any("contains" in each or each.get("abstract") for each, _system in concepts):
                self.reader.problems.add(
                    link_id, "unsupported_value_set", _("Svaralternativer i flere nivåer støttes ikke."), "contains"
                )
        elif isinstance(compose, Mapping) and "exclude" not in compose:
            includes = self.reader.objects(compose, "include", link_id, 20)
            if any("filter" in include or "valueSet" in include or "concept" not in include for include in includes):
                self.reader.problems.add(
                    link_id, "unsupported_value_set", _("Svaralternativene ligger ikke i skjemaet."), "compose.include"
                )
            concepts = [
                (each, self.reader.string(include, "system", link_id))
                for include in includes
                for each in self.reader.objects(include, "concept", link_id, MAX_OPTIONS_PER_QUESTION)
            ]
        else:
            self.reader.problems.add(link_id, "unsupported_value_set", _("Svaralternativene ligger ikke i skjemaet."), "ValueSet")
            concepts = []
        codings = (
            self.reader.coding({"concept": {"system": system, **concept}}, "concept", link_id, MAX_OPTION_CHARS)
            for concept, system in concepts
        )
        return [coding for coding in codings if coding is not None]


def _with_keys(found: list[tuple[Coding | str | int, bool]]) -> tuple[Option, ...]:
    """A key is the bare code or text; with the system in front when two systems share a code."""
    bare = Counter(_bare_key(value) for value, _selected in found)
    return tuple(Option(_key(value, bare), _label(value), value, selected) for value, selected in found)


def _bare_key(value: Coding | str | int) -> str:
    return value.code if isinstance(value, Coding) else str(value)


def _key(value: Coding | str | int, bare: Counter) -> str:
    key = _bare_key(value)
    return f"{value.system}|{key}"[: 2 * MAX_CODE_CHARS + 1] if isinstance(value, Coding) and bare[key] > 1 else key


def _label(value: Coding | str | int) -> str:
    return (value.display or value.code) if isinstance(value, Coding) else str(value)
