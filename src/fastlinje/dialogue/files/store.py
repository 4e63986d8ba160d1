"""Where files rest: sealed, outside every served folder, named by id alone."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from fastlinje.core.crypto import Ring

from .refusals import refused

LABEL = "dialogue.attachment"
_PART = ".part"


class FileMissing(Exception):
    """No file is stored under this id."""


class FileStore(Protocol):
    """Bytes by file id. Whoever asks has already been allowed to: a store knows no people."""

    def put(self, file_id: UUID, content: bytes) -> None:
        """Store a file whole or not at all. Refuses storage_unavailable."""

    def get(self, file_id: UUID) -> bytes:
        """The file as it was put. Raises FileMissing, or crypto.Undecryptable for bytes that were changed or moved."""

    def delete(self, file_id: UUID) -> None:
        """Remove a file; fine if it is already gone."""

    def ids_older_than(self, moment: datetime) -> Iterator[UUID]:
        """Files stored before this moment, for the sweeper that removes what no message links to."""


class LocalFileStore:
    """Files in a folder of this machine: `<root>/<last two hex digits>/<id>`, for one web host.

    The folder is made by us with access for its owner only. The ids begin with time, so their ends spread best.
    """

    def __init__(self, root: Path, ring: Ring) -> None:
        self._root = Path(root)
        self._ring = ring

    def put(self, file_id: UUID, content: bytes) -> None:
        place = self._place(file_id)
        part = place.with_name(f".{file_id}.{secrets.token_hex(4)}{_PART}")
        sealed = self._ring.seal(content, label=LABEL, pk=file_id)
        try:
            self._make_folder(place.parent)
            _write_durably(part, sealed)
            os.replace(part, place)
            _sync_folder(place.parent)
        except OSError as fault:  # disk full, read-only, gone (FD-10)
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise refused("storage_unavailable") from fault

    def get(self, file_id: UUID) -> bytes:
        try:
            sealed = self._place(file_id).read_bytes()
        except FileNotFoundError:
            raise FileMissing(str(file_id)) from None
        return self._ring.open(sealed, label=LABEL, pk=file_id)

    def delete(self, file_id: UUID) -> None:
        self._place(file_id).unlink(missing_ok=True)

    def ids_older_than(self, moment: datetime) -> Iterator[UUID]:
        for place in self._files_older_than(moment):
            if place.suffix != _PART:
                yield UUID(place.name)

    def remove_unfinished(self, before: datetime) -> int:
        """Remove what a crash left half-written before this moment; returns how many."""
        parts = [place for place in self._files_older_than(before) if place.suffix == _PART]
        for part in parts:
            part.unlink(missing_ok=True)
        return len(parts)

    def _files_older_than(self, moment: datetime) -> Iterator[Path]:
        for place in self._root.glob("??/*"):
            with contextlib.suppress(FileNotFoundError):  # deleted while we look
                if place.stat().st_mtime < moment.timestamp():
                    yield place

    def _place(self, file_id: UUID) -> Path:
        return self._root / file_id.hex[-2:] / str(file_id)

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        for made in (self._root, folder):
            made.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(self._root)


def _write_durably(place: Path, content: bytes) -> None:
    with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """A name is on disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
