"""Representation from a JSON file that the operator or the municipality exports. Schema: docs/registers.md."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from fastlinje.core import clock as clocks

from .representation_document import Document, read_document
from .representation_register import RepresentationStatus
from .watched_file import WatchedFile


class RepresentationFile:
    """One per process. A new file counts from the next look-up."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = clocks.now):
        self._file: WatchedFile[Document] = WatchedFile(path, "representation", lambda content: read_document(content, clock()))

    def representations_of(self, national_id: str) -> RepresentationStatus:
        """Whom this person may act for; nobody when the file doesn't have them. Raises RegisterUnavailable, NotANationalId."""
        return self._file.content().representations_of(national_id)

    def check(self) -> None:
        """Reads the file once, for the check at start-up. Raises RegisterUnavailable, whose text names the wrong field."""
        self._file.content()
