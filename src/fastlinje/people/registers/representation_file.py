"""Representation from a JSON file that the operator or the municipality exports. Schema: docs/registers.md."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from fastlinje.core import clock as clocks
from fastlinje.core.identifiers import valid_national_id

from .documents import parse
from .representation_document import Head, nobody, read_head, read_person
from .representation_register import RepresentationStatus
from .unavailable import NotANationalId
from .watched_file import WatchedFile

_People = tuple[Head, dict[str, RepresentationStatus]]


class RepresentationFile:
    """One per process. A new file counts from the next look-up."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = clocks.now):
        self._clock = clock
        self._file: WatchedFile[_People] = WatchedFile(path, "representation", self._parse)

    def representations_of(self, national_id: str) -> RepresentationStatus:
        """Whom this person may act for; nobody when the file doesn't have them. Raises RegisterUnavailable, NotANationalId."""
        if not valid_national_id(national_id):
            raise NotANationalId
        head, people = self._file.content()
        return people.get(national_id) or nobody(national_id, head)

    def check(self) -> None:
        """Reads the file once, for the check at start-up. Raises RegisterUnavailable, whose text names the wrong field."""
        self._file.content()

    def _parse(self, content: bytes) -> _People:
        fields = parse(content).fields("source", "fetched_at", "covers", "people")
        head = read_head(fields, self._clock())
        people: dict[str, RepresentationStatus] = {}
        for item in fields["people"].items():
            status = read_person(item, head)
            if status.national_id in people:
                raise item.bad("is about a person who is in the file already")
            people[status.national_id] = status
        return head, people
