"""The file helper: `python -m fastlinje.dialogue.files.child <socket>`, started by `helper`.

It loads the image and PDF libraries once and then makes a copy of itself (fork) for every file. The copy gives up
what it does not need (`confinement`), reads one file, answers and ends: a file can break only its own copy, and none
ever sees another person's file. Forking is sound here because this process has a single thread and no secrets.
"""

import gc
import os
import resource
import signal
import socket
import sys
import traceback

from fastlinje.core.refusal import Refused

from . import wire
from .confinement import Limits, confine
from .images import clean_image
from .inspection import MAX_BYTES, Kind
from .pdfs import clean_pdf

_MIB = 1024 * 1024
# A HEIC is held three times while it is decoded; every other kind stays below 300 MB in all (AD-56).
LIMITS = {
    Kind.JPEG: Limits(memory_bytes=230 * _MIB, cpu_seconds=5, wall_seconds=20),
    Kind.PNG: Limits(memory_bytes=230 * _MIB, cpu_seconds=5, wall_seconds=20),
    Kind.HEIC: Limits(memory_bytes=600 * _MIB, cpu_seconds=10, wall_seconds=20),
    Kind.PDF: Limits(memory_bytes=230 * _MIB, cpu_seconds=10, wall_seconds=20),
}
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def main() -> None:
    """Serve jobs until the web process closes the channel."""
    control = socket.socket(fileno=int(sys.argv[1]))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    # Ended copies need no waiting for.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.collect()
    gc.freeze()  # so that collecting in a copy does not touch, and thereby duplicate, the memory it shares
    while job := _next_job(control):
        if os.fork() == 0:
            control.close()
            os.dup2(nowhere, sys.stderr.fileno())  # what libraries complain about may quote the file
            _serve_and_end(job)
        job.close()


def _next_job(control: socket.socket) -> socket.socket | None:
    _, files, _, _ = socket.recv_fds(control, 1, 1)
    return socket.socket(fileno=files[0]) if files else None


def _serve_and_end(job: socket.socket) -> None:
    try:
        head, data = wire.receive(job, max_bytes=MAX_BYTES)
        kind = Kind(head["kind"])
        confine(LIMITS[kind])
        answer, content = _clean(data, kind)
        wire.send(job, answer | _spent(), content)
    finally:
        # Without leaving through the parent's clean-up handlers; a job without an answer is a refusal there.
        os._exit(0)


def _spent() -> dict:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"peak_bytes": used.ru_maxrss * _RSS_UNIT, "cpu_seconds": round(used.ru_utime + used.ru_stime, 3)}


def _clean(data: bytes, kind: Kind) -> tuple[dict, bytes]:
    try:
        if kind is Kind.PDF:
            pdf = clean_pdf(data)
            return {"kind": kind, "pages": pdf.pages, "width": None, "height": None}, pdf.content
        image = clean_image(data, kind)
        return {"kind": image.kind, "pages": None, "width": image.width, "height": image.height}, image.content
    except Refused as refusal:
        return {"refused": refusal.code}, b""
    except Exception as error:
        # A parser's surprise: refused like any damaged file, and told to operators by place and type, never by content.
        place = traceback.extract_tb(error.__traceback__)[-1]
        fault = f"{type(error).__name__} at {os.path.basename(place.filename)}:{place.lineno}"
        return {"refused": "file_damaged", "fault": fault}, b""


if __name__ == "__main__":
    main()
