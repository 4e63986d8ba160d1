"""Reads XML from others: no document type, so no entities of any kind; bounded in depth. Size is bounded where it is fetched."""

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

_DEEPEST = 64


class BadXml(ValueError):
    """Not well formed, or more than we are willing to read. Repeats no content."""


def parse(content: bytes) -> Element:
    """The root element; names are written {namespace}name. Raises BadXml."""
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.tree.data
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        # Its text has line and column only, but the line may be all there is.
        raise BadXml("not well-formed XML") from None
    return builder.tree.close()


class _Builder:
    def __init__(self) -> None:
        self.tree, self._depth = TreeBuilder(), 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise BadXml("nested too deep")
        self.tree.start(_qualified(name), {_qualified(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self._depth -= 1
        self.tree.end(_qualified(name))


def _qualified(name: str) -> str:
    return "{" + name if "}" in name else name


def _refuse(*_: object) -> None:
    raise BadXml("has a document type")
