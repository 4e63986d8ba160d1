"""What an uploaded file may be called: shown to people and put in headers, never used as a path."""

import re
import unicodedata
from urllib.parse import quote

MAX_CHARS = 80
_MAX_STEM_BYTES = 180
_UNSAFE = re.compile(r'[<>:"/\\|?*%;]')
_SUFFIX = re.compile(r"\.(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{1,5}$")
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)", re.IGNORECASE)
# Letters that do not fall apart into a base letter and an accent.
_ASCII = str.maketrans(
    {"æ": "ae", "ø": "o", "Æ": "Ae", "Ø": "O", "ß": "ss", "đ": "d", "Đ": "D", "ŋ": "n", "Ŋ": "N", "ŧ": "t", "Ŧ": "T"}
)


def display_name(raw: str, extension: str) -> str:
    """The name to show for a file: the person's own words, without anything that can mislead or break out.

    raw         as sent by the browser: may hold paths, control characters, direction marks, false endings
    extension   of the content we stored, without dot; always becomes the only ending
    Returns at most MAX_CHARS characters. Source: AD-59.
    """
    chars = MAX_CHARS - len(extension) - 1
    stem = _without_ending(_visible(re.split(r"[/\\]", raw)[-1]))
    stem = _without_ending(_shortened(stem, chars - 1))
    if _DEVICE.match(stem):
        stem = f"_{stem}"
    return f"{stem or 'fil'}.{extension}"


def content_disposition(name: str, *, inline: bool = False) -> str:
    """A Content-Disposition header that no file name can break out of (RFC 6266, RFC 8187). Source: AD-59."""
    shown = _visible(name) or "fil"
    plain = unicodedata.normalize("NFKD", shown.translate(_ASCII)).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9 ._()+-]", "_", plain) or "fil"
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(shown, safe='')}"


def _visible(raw: str) -> str:
    """Composed text without control, format (direction) and unassigned characters, and with one space for each gap."""
    composed = unicodedata.normalize("NFC", raw)
    kept = "".join(" " if char.isspace() else char for char in composed if char.isspace() or unicodedata.category(char)[0] != "C")
    return " ".join(_UNSAFE.sub("_", kept).split())


def _without_ending(stem: str) -> str:
    while match := _SUFFIX.search(stem):
        stem = stem[: match.start()].rstrip(" .")
    return stem.strip(" .-_~")


def _shortened(stem: str, chars: int) -> str:
    cut = stem[:chars]
    while len(cut.encode()) > _MAX_STEM_BYTES:
        cut = cut[:-1]
    if len(cut) < len(stem):
        # Not between a letter and its accents.
        while cut and unicodedata.combining(stem[len(cut)]):
            cut = cut[:-1]
    return cut
