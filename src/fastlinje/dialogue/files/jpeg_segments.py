"""The JPEG inside a PDF: metadata cut out without touching the picture."""

import re

_START = b"\xff\xd8"
_START_OF_SCAN = 0xDA
_END = 0xD9
# Adobe's segment says how colours are coded; the picture is wrong without it.
_ADOBE = 0xEE
_METADATA = frozenset({*range(0xE0, 0xF0), 0xFE} - {_ADOBE})
# Within a scan, 0xFF is followed by 0x00 (a literal byte), a fill byte or a restart marker; anything else is a segment.
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)


def without_metadata(jpeg: bytes) -> bytes:
    """The same JPEG without EXIF, position, XMP, thumbnails, profiles and comments, and with nothing after its end.

    Stray bytes between segments are skipped, as every reader does. Source: AD-58.
    """
    if not jpeg.startswith(_START):
        return b""
    kept = [_START]
    at = 2
    while found := _NEXT_MARKER.search(jpeg, at):
        at = found.start()
        marker = jpeg[at + 1]
        if marker == _END:
            break
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker == _START_OF_SCAN:
            following = _NEXT_MARKER.search(jpeg, end)
            end = following.start() if following else len(jpeg)
        if marker not in _METADATA:
            kept.append(jpeg[at:end])
        at = end
    return b"".join([*kept, b"\xff\xd9"])
