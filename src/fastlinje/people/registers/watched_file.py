"""A register kept as a file: read again when somebody replaces it, without a restart."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from .problems import BadDocument
from .unavailable import Reason, RegisterUnavailable

T = TypeVar("T")
_MAX_BYTES = 64 * 1024 * 1024
_Stamp = tuple[int, int, int]


class WatchedFile(Generic[T]):
    """Parsed content, as long as the file has the same time, size and inode. One per process, shared by its threads.

    A file that can't be read, or whose content is wrong, gives RegisterUnavailable until it is replaced: what was read before is
    not used any longer, since the new file may have been put there to take something away.
    """

    def __init__(self, path: Path, register: str, parse: Callable[[bytes], T]):
        self._path, self._register, self._parse = path, register, parse
        self._lock = Lock()
        self._read: tuple[_Stamp, T | RegisterUnavailable] | None = None

    def content(self) -> T:
        """What the file says now. Raises RegisterUnavailable; its detail names the place, never the content."""
        with self._lock:
            try:
                stamp = _stamp(os.stat(self._path))
                if self._read is None or self._read[0] != stamp:
                    self._read = self._read_anew()
            except OSError as error:
                self._read = None
                raise RegisterUnavailable(self._register, Reason.UNREACHABLE, type(error).__name__) from None
            known = self._read[1]
        if isinstance(known, RegisterUnavailable):
            raise RegisterUnavailable(known.register, known.reason, known.detail)
        return known

    def _read_anew(self) -> tuple[_Stamp, T | RegisterUnavailable]:
        with self._path.open("rb") as file:
            # The stamp of the very file that was opened, taken before reading: a change meanwhile is seen next time.
            stamp = _stamp(os.fstat(file.fileno()))
            content = file.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            return stamp, RegisterUnavailable(self._register, Reason.TOO_LARGE)
        try:
            return stamp, self._parse(content)
        except BadDocument as error:
            return stamp, RegisterUnavailable(self._register, Reason.MALFORMED, str(error))


def _stamp(found: os.stat_result) -> _Stamp:
    return found.st_mtime_ns, found.st_size, found.st_ino
