"""Reads our PDFs back: their text in the order it is drawn, and what makes them accessible."""

import io
import re
from dataclasses import dataclass

import pikepdf

_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


@dataclass(frozen=True)
class ReadPdf:
    """What a test asks about a PDF. `text` has no white space, since line breaks are the typesetter's."""

    text: str
    pages: int
    title: str
    language: str
    marked: bool
    tags: tuple[str, ...]
    xmp: str
    shows_title: bool
    active_parts: tuple[str, ...]


def read_pdf(content: bytes) -> ReadPdf:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root
        return ReadPdf(
            text=squeeze("".join(_page_text(page) for page in pdf.pages)),
            pages=len(pdf.pages),
            title=str(pdf.docinfo.get("/Title", "")),
            language=str(root.get("/Lang", "")),
            marked=bool(root.MarkInfo.Marked),
            tags=tuple(_tags(root.StructTreeRoot)),
            xmp=root.Metadata.read_bytes().decode(),
            shows_title=bool(root.ViewerPreferences.DisplayDocTitle),
            active_parts=tuple(name for name in ("/OpenAction", "/AA", "/AcroForm") if name in root) + tuple(_named(root)),
        )


def squeeze(text: str) -> str:
    """The text without white space and without the places where a long word may break."""
    return re.sub(r"[\s\u200b]+", "", text)


def _named(root) -> list[str]:
    names = root.get("/Names", {})
    return [name for name in ("/JavaScript", "/EmbeddedFiles") if name in names]


def _tags(element) -> list[str]:
    """Every structure type in reading order."""
    if not isinstance(element, pikepdf.Dictionary):
        return []
    own = [str(element.S).lstrip("/")] if "/S" in element else []
    below = element.get("/K", [])
    children = below if isinstance(below, pikepdf.Array) else [below]
    return own + [tag for child in children for tag in _tags(child)]


def _page_text(page) -> str:
    fonts = {name: _to_unicode(font) for name, font in page.Resources.get("/Font", {}).items()}
    found: list[str] = []
    current: dict[bytes, str] = {}
    replaced = 0
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in ("BDC", "BMC"):
            if replaced:
                replaced += 1
            elif operator == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/ActualText" in operands[1]:
                found.append(str(operands[1].ActualText))
                replaced = 1
        elif operator == "EMC" and replaced:
            replaced -= 1
        elif operator == "Tf":
            current = fonts[str(operands[0])]
        elif operator in ("Tj", "TJ") and not replaced:
            strings = operands[0] if operator == "TJ" else [operands[0]]
            raw = b"".join(bytes(each) for each in strings if isinstance(each, pikepdf.String))
            found.extend(current[raw[at : at + 2]] for at in range(0, len(raw), 2))
    return "".join(found)


def _to_unicode(font) -> dict[bytes, str]:
    cmap = font.ToUnicode.read_bytes()
    table: dict[bytes, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in _PAIR.findall(block):
            table[bytes.fromhex(code.decode())] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return table
