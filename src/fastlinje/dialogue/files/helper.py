"""The web process's side of the file helper: starts it, hands it files, and survives whatever happens to it."""

import atexit
import contextlib
import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from . import wire
from .inspection import MAX_BYTES, Kind
from .refusals import refused

_log = logging.getLogger(__name__)

_KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "SYSTEMROOT")
# One arena, since its reservation counts as memory; huge pages, since a new copy pays for every page it touches:
# a 12-megapixel photo took 110 ms without them and 87 with.
_MEMORY_HABITS = {"MALLOC_ARENA_MAX": "1", "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}


class Helper:
    """One helper process, started at the first file and again whenever it has gone.

    at_once        files read at the same time; the rest wait, so that a rush of photos cannot fill the memory
    wait_seconds   how long a file waits for its turn, and then for its answer
    """

    def __init__(self, *, at_once: int = 2, wait_seconds: float = 25.0) -> None:
        self._turns = threading.BoundedSemaphore(at_once)
        self._wait_seconds = wait_seconds
        self._starting = threading.Lock()
        self._process: subprocess.Popen | None = None
        self._control: socket.socket | None = None
        self._owner = 0

    def run(self, kind: Kind, data: bytes) -> tuple[dict, bytes]:
        """One file's answer as `wire` describes it.

        Refuses   file_damaged (its reader died of it), files_busy (no turn or no answer in time, or no helper)
        """
        with self._turn():
            for _ in range(2):
                try:
                    return self._ask(kind, data)
                except TimeoutError:
                    raise refused("files_busy") from None
                except (wire.Hungup, ConnectionError):
                    if not self._has_ended():
                        raise refused("file_damaged") from None
        _log.error("the file helper ends as soon as it is started")
        raise refused("files_busy")

    def start(self) -> None:
        """Start the helper now, so that the first photo does not wait for it."""
        with self._starting:
            self._ensure_started()

    def close(self) -> None:
        """End the helper; it starts again if another file comes."""
        with self._starting:
            self._discard()

    @property
    def pid(self) -> int | None:
        """The helper's process id while it runs."""
        return self._process.pid if self._process else None

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=self._wait_seconds):
            raise refused("files_busy")
        try:
            yield
        finally:
            self._turns.release()

    def _ask(self, kind: Kind, data: bytes) -> tuple[dict, bytes]:
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self._hand_over(theirs)
            ours.settimeout(self._wait_seconds)
            wire.send(ours, {"kind": kind}, data)
            return wire.receive(ours, max_bytes=MAX_BYTES)

    def _hand_over(self, theirs: socket.socket) -> None:
        with self._starting:
            self._ensure_started()
            socket.send_fds(self._control, [b"j"], [theirs.fileno()])

    def _has_ended(self) -> bool:
        """Whether the helper itself is gone, and not only the copy that read one file."""
        with self._starting:
            if self._process is None:
                return True
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=0.05)  # its channels close a moment before it is gone
            return self._process.returncode is not None

    def _ensure_started(self) -> None:
        if self._process and self._owner == os.getpid() and self._process.poll() is None:
            return
        self._discard()
        ours, theirs = socket.socketpair()
        with theirs:
            # A new program and not a fork: the web process has threads, and keys in its memory.
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no words from outside
                [sys.executable, "-s", "-P", "-m", "fastlinje.dialogue.files.child", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ} | _MEMORY_HABITS,
                start_new_session=True,  # Ctrl-C in the terminal is for the server to handle
            )
        self._control = ours
        self._owner = os.getpid()

    def _discard(self) -> None:
        if self._control:
            self._control.close()  # the helper ends when the channel does
        if self._process and self._owner == os.getpid():
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = self._control = None


HELPER = Helper()
atexit.register(HELPER.close)
