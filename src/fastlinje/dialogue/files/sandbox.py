"""`clean()`: an uploaded file becomes one that is safe to open, read by a process that can hurt nobody."""

import logging
from dataclasses import dataclass

from .helper import HELPER, Helper
from .inspection import Kind, inspect, kind_of
from .names import display_name
from .refusals import SENTENCES, refused

_log = logging.getLogger(__name__)

_STORED = {Kind.JPEG: ("image/jpeg", "jpg"), Kind.PNG: ("image/png", "png"), Kind.PDF: ("application/pdf", "pdf")}


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file that is safe to store, show and send on.

    content        at most 4_000_000 bytes, of the kind content_type says
    content_type   image/jpeg, image/png or application/pdf
    file_name      for showing, with the ending that fits the content
    pages          of a PDF; width and height in pixels of an image, upright
    """

    content: bytes
    content_type: str
    file_name: str
    pages: int | None
    width: int | None
    height: int | None


def clean(data: bytes, file_name: str, *, helper: Helper = HELPER) -> CleanFile:
    """Make a photo or PDF safe: only what a person sees in it remains, without position, camera data or scripts.

    data        the file as uploaded, at most 4_000_000 bytes; JPEG, PNG, PDF or HEIC by content
    file_name   as the browser sent it; only used for showing
    Refuses     file_empty, file_too_large, file_type_not_allowed, file_damaged, file_too_many_pixels,
                file_too_complex, pdf_encrypted, pdf_too_many_pages, files_busy
    Source      F-045, AD-54–AD-59
    """
    answer, content = helper.run(inspect(data), data)
    if "fault" in answer:
        _log.warning("file helper met a surprise: %r", str(answer["fault"])[:200])
    if "refused" in answer:
        raise refused(answer["refused"] if answer["refused"] in SENTENCES else "file_damaged")
    return _believed(answer, content, file_name)


def _believed(answer: dict, content: bytes, file_name: str) -> CleanFile:
    """The answer of a process that has read a stranger's file, taken with the same care as the file."""
    kind = kind_of(content)
    if kind not in _STORED or kind != answer.get("kind"):
        raise refused("file_damaged")
    numbers = [answer.get(name) for name in ("pages", "width", "height")]
    if any(not isinstance(number, int | None) for number in numbers):
        raise refused("file_damaged")
    content_type, extension = _STORED[kind]
    return CleanFile(content, content_type, display_name(file_name, extension), *numbers)
