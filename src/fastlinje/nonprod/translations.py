"""Keeps the catalogues in step with the texts in the code: `make texts`.

Every text is written in bokmål where it is shown; the catalogues hold nynorsk and English, and an empty one for Northern
Sámi that waits for somebody who can approve it. No system gettext is needed: Python's own parser reads the code, Django's
the templates, and Babel the catalogues.
"""

import ast
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parents[1]
LOCALES = SOURCE / "locale"
LANGUAGES = ("nn", "en", "se")
_ONE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
_MANY = {"ngettext", "ngettext_lazy"}
_STRING = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_IN_TEMPLATE = re.compile(rf"(?<!\w)(ngettext|gettext|_)\(\s*{_STRING}(?:\s*,\s*{_STRING})?")


def texts() -> Catalog:
    """Every text of the product as it stands, with where it is used."""
    catalog = Catalog(project="Fastlinje", charset="utf-8")
    for path in sorted(SOURCE.rglob("*")):
        name = path.relative_to(SOURCE).as_posix()
        for text in _texts_in(path):
            catalog.add(text, locations=[(name, 0)], flags=_flags(text))
    return catalog


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as it is stored."""
    path = _po(language)
    if not path.exists():
        return Catalog(**_head(language))
    with path.open("rb") as file:
        return read_po(file, locale=language)


def renew(language: str, found: Catalog) -> tuple[int, int]:
    """Write the catalogue anew: new texts come in empty, unused ones go.

    Returns  how many texts there are, and how many lack words
    """
    stored = catalogue(language)
    renewed = Catalog(creation_date=stored.creation_date, **_head(language))
    renewed.header_comment = "# Texts of Fastlinje. The source is bokmål; made by `make texts`."
    renewed.revision_date = stored.creation_date
    for message in found:
        if message.id:
            known = stored.get(message.id)
            words = known.string if known and known.id == message.id else None
            renewed.add(message.id, words, locations=message.locations, flags=message.flags)
    path = _po(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, renewed, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return len(renewed), sum(1 for message in renewed if message.id and not is_written(message.string))


def compile_catalogues() -> None:
    """Make what the running product reads, as `make` does."""
    for language in LANGUAGES:
        target = _po(language).with_suffix(".mo")
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
            write_mo(file, catalogue(language))
        Path(file.name).chmod(0o644)
        Path(file.name).replace(target)


def is_written(words: str | tuple[str, ...]) -> bool:
    """True when a translation, with all its plural forms, has words."""
    return all(words) if isinstance(words, tuple | list) else bool(words)


def _texts_in(path: Path) -> Iterator[str | tuple[str, str]]:
    if path.suffix == ".py":
        yield from _texts_in_code(path.read_text())
    elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
        yield from _texts_in_template(path.read_text())


def _texts_in_code(code: str) -> Iterator[str | tuple[str, str]]:
    for call in (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        words = [argument.value for argument in call.args if isinstance(argument, ast.Constant) and isinstance(argument.value, str)]
        if name in _ONE and words:
            yield words[0]
        elif name in _MANY and len(words) == 2:
            yield words[0], words[1]


def _texts_in_template(template: str) -> Iterator[str | tuple[str, str]]:
    for name, first, second in _IN_TEMPLATE.findall(templatize(template)):
        one = ast.literal_eval(first)
        yield (one, ast.literal_eval(second)) if name == "ngettext" else one


def _flags(text: str | tuple[str, str]) -> set[str]:
    return {"python-format"} if re.search(r"%\(\w+\)", text if isinstance(text, str) else text[1]) else set()


def _head(language: str) -> dict:
    return {
        "locale": language,
        "project": "Fastlinje",
        "version": "1",
        "charset": "utf-8",
        "fuzzy": False,
        "msgid_bugs_address": "see SECURITY.md and CONTRIBUTING.md",
        "last_translator": "see the history of the file",
        "language_team": language,
    }


def _po(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def main() -> None:
    """Renew every catalogue and say what lacks words."""
    found = texts()
    for language in LANGUAGES:
        count, without = renew(language, found)
        print(f"{language}: {count} texts, {without} without words")


if __name__ == "__main__":
    main()
