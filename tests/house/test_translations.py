"""Every text has words in every language that is switched on, and no catalogue keeps a text nobody shows."""

import ast
import re

import pytest
from django.conf import settings
from django.utils import translation

from fastlinje.nonprod.translations import LANGUAGES, SOURCE, catalogue, is_written, texts

COMPLETE = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|(?<!\{)\{\w+\}")
FOUND = texts()


def forms(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def written(language: str) -> list:
    return [message for message in catalogue(language) if message.id]


def test_northern_sami_is_prepared_and_switched_off():
    assert "se" in LANGUAGES
    assert "se" not in dict(settings.LANGUAGES)
    assert not [message.id for message in written("se") if is_written(message.string)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_the_texts_of_the_code_and_no_others(language):
    ours, kept = {message.id for message in FOUND if message.id}, {message.id for message in written(language)}
    assert ours - kept == set(), "new texts: run `make texts` and write them"
    assert kept - ours == set(), "unused texts: run `make texts`"


@pytest.mark.parametrize("language", COMPLETE)
def test_every_text_has_words(language):
    assert [message.id for message in written(language) if not is_written(message.string)] == []


@pytest.mark.parametrize("language", COMPLETE)
def test_placeholders_agree(language):
    """Named ones in any order; bare ones are filled by their place."""
    for message in written(language):
        one, *many = forms(message.id)
        for number, words in enumerate(forms(message.string)):
            source = PLACE.findall(many[0] if many and number else one)
            given = PLACE.findall(words)
            if any(place in ("%s", "%d") for place in source):
                assert given == source, message.id
            else:
                assert sorted(set(given)) == sorted(set(source)), message.id


@pytest.mark.parametrize("language", COMPLETE)
def test_spaces_at_the_ends_are_kept(language):
    """Texts that are joined to others carry their own spaces."""
    for message in written(language):
        for words, source in zip(forms(message.string), forms(message.id), strict=True):
            assert len(words) - len(words.strip()) == len(source) - len(source.strip()), message.id


@pytest.mark.parametrize("language", COMPLETE)
def test_every_plural_form_is_there(language):
    for message in written(language):
        assert len(forms(message.string)) == len(forms(message.id)), message.id


def test_bokmaal_is_as_it_is_written():
    """Django brings words of its own: it knew «Time» as English, and the inbox called an appointment «Tid»."""
    with translation.override(settings.LANGUAGE_CODE):
        assert [
            message.id for message in FOUND if message.id and translation.gettext(forms(message.id)[0]) != forms(message.id)[0]
        ] == []


def test_english_has_no_norwegian_letters():
    """Bokmål left standing shows by its letters, except in an address that is an example."""
    assert [words for message in written("en") for words in forms(message.string) if re.search("[æøåÆØÅ«»]", words)] == []


def test_nynorsk_has_no_bokmaal_words():
    words = "ikke|jeg|hvem|hva|hvis|noen|mer|velg|dere|hvor|hvordan|fra|meg selv|uken|siden er"
    bokmaal = re.compile(rf"\b({words})\b", re.IGNORECASE)
    assert [text for message in written("nn") for text in forms(message.string) if bokmaal.search(text)] == []


def test_bokmaal_is_shown_as_it_is_written():
    """Django has a catalogue of its own for bokmål, in which e.g. «Time» becomes «Tid»: such a text must be worded otherwise."""
    with translation.override(settings.LANGUAGE_CODE):
        shown = {message.id: translation.gettext(message.id) for message in FOUND if message.id and isinstance(message.id, str)}
    assert {text: words for text, words in shown.items() if words != text} == {}


def test_no_text_is_translated_when_its_module_is_read():
    """`gettext` outside a function speaks the language of whoever started the process; there it must be `gettext_lazy`."""
    early = [f"{path.relative_to(SOURCE)}:{line}" for path in SOURCE.rglob("*.py") for line in translated_at_once(path.read_text())]
    assert early == []


def translated_at_once(code: str) -> list[int]:
    tree = ast.parse(code)
    eager = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in ("gettext", "ngettext")
    }
    lines, waiting = [], list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in eager:
            lines.append(node.lineno)
        waiting += ast.iter_child_nodes(node)
    return lines
