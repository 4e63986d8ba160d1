"""The only door to the typesetter (typst): our template and other people's words in, a tagged PDF out.

The words reach the template as JSON in `sys.inputs`, so they are text whatever they look like; the template's root is a folder
that holds only templates, and no package can be fetched. PDF/UA-1 forbids characters without a glyph; those are written in words
instead, so that no message can stop a document from being made.
"""

import ast
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from .visible import in_words, visible

STANDARDS = ["ua-1", "a-2a"]

_TEMPLATES = Path(__file__).parent / "templates"
_NO_PACKAGES = _TEMPLATES / "packages"
_MOST_PASSES = 8

_WITHOUT_GLYPH = re.compile(r'(?:the text|contains the codepoint) `"((?:[^"\\]|\\.)+)"`')
_LONG_WORD = re.compile(r"\S{41,}")
_RUST_ESCAPE = re.compile(r"\\u\{([0-9a-f]{1,6})\}")


def typeset(template: Path, data: Mapping[str, Any], made_at: datetime) -> bytes:
    """A PDF/UA-1 and PDF/A-2a document.

    template  a .typ file of ours, set after `templates/layout.typ`; it finds its input as `data`
    data      what JSON can hold; every text in it is made visible and safe here
    made_at   aware; the document's date, so that the same input gives the same bytes
    """
    source = (_TEMPLATES / "layout.typ").read_bytes() + b"\n" + template.read_bytes()
    return _compile(source, _map_texts(data, visible), made_at)


def _compile(source: bytes, data: dict[str, Any], made_at: datetime) -> bytes:
    """Compile until every character has a glyph or is written in words."""
    missing: set[str] = set()
    for fonts in (_all_fonts(), _own_fonts()):
        for _pass in range(_MOST_PASSES):
            words = json.dumps({**_wording(data, missing), "has_worded_characters": bool(missing)})
            try:
                return typst.compile(
                    source,
                    root=_TEMPLATES,
                    font_paths=fonts,
                    ignore_system_fonts=True,
                    sys_inputs={"data": words},
                    package_path=_NO_PACKAGES,
                    package_cache_path=_NO_PACKAGES,
                    timestamp=int(made_at.timestamp()),
                    format="pdf",
                    pdf_standards=STANDARDS,
                )
            except typst.TypstError as error:
                failure = error
                found = _without_glyph(error.diagnostic) - missing
                if not found:
                    # Not about glyphs: a font of this machine may forbid embedding. Our own fonts allow it.
                    break
                missing |= found
    raise failure


@cache
def _own_fonts() -> typst.Fonts:
    """The fonts inside the typesetter: the same on every machine, free to embed."""
    return typst.Fonts(include_system_fonts=False)


@cache
def _all_fonts() -> typst.Fonts:
    """Also the machine's fonts, for scripts our own do not cover; install Noto to print them all."""
    return typst.Fonts()


def _without_glyph(diagnostic: str) -> set[str]:
    """The characters a diagnostic says cannot be shown."""
    return {
        character for quoted in _WITHOUT_GLYPH.findall(diagnostic) for character in _unescape(quoted) if not character.isascii()
    }


def _unescape(quoted: str) -> str:
    """A Rust string literal's content as text."""
    with_numbers = _RUST_ESCAPE.sub(lambda found: f"\\U{int(found[1], 16):08x}", quoted)
    return ast.literal_eval(f'"{with_numbers}"')


def _wording(data: dict[str, Any], missing: set[str]) -> dict[str, Any]:
    """The data with missing characters in words and long words breakable."""
    table = {ord(character): in_words(character) for character in missing}
    return _map_texts(data, lambda text: _LONG_WORD.sub(lambda word: _breakable(word[0]), text.translate(table)))


def _map_texts(value: Any, change: Callable[[str], str]) -> Any:
    """The same data with every text changed; keys are ours and stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _map_texts(inner, change) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_map_texts(inner, change) for inner in value]
    return value


def _breakable(word: str) -> str:
    """A word too long for a line with places to break it, never inside a cluster of characters that belong together."""
    pieces: list[str] = []
    length = 0
    for character in word:
        joined = unicodedata.combining(character) or character in "\u200d\ufe0f" or (pieces and pieces[-1] == "\u200d")
        if length >= 12 and not joined:
            pieces.append("\u200b")
            length = 0
        pieces.append(character)
        length += 1
    return "".join(pieces)
