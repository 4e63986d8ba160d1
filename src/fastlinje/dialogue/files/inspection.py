"""What an uploaded file is, told from its bytes. Its name and declared type are never believed."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from fastlinje.core.refusal import Refused

from .refusals import refused

MAX_BYTES = 4_000_000


class Kind(StrEnum):
    """The kinds of file a person can send."""

    JPEG = "jpeg"
    PNG = "png"
    PDF = "pdf"
    HEIC = "heic"


_ALLOWED = ((b"\xff\xd8\xff", Kind.JPEG), (b"\x89PNG\r\n\x1a\n", Kind.PNG), (b"%PDF-", Kind.PDF))
# Some scanners write a byte order mark or line breaks before the PDF header; every viewer accepts it.
_BEFORE_PDF = b"\xef\xbb\xbf \t\r\n"

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})

_SAVE_AS_PDF = _("Dokumenter må sendes som PDF. Åpne dokumentet, velg «Lagre som PDF», og send PDF-en.")
_SAVE_AS_JPEG = _("Dette bildeformatet kan ikke sendes. Lagre bildet som JPEG eller PNG, og prøv igjen.")
_NO_VIDEO = _("Video og lyd kan ikke sendes. Ta et bilde i stedet.")
_UNPACK = _("Pakkede filer og Office-dokumenter kan ikke sendes. Pakk ut bildene, eller lagre dokumentet som PDF.")

_HELP = (
    (b"PK\x03\x04", _UNPACK),
    (b"PK\x05\x06", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", _UNPACK),
    (b"Rar!", _UNPACK),
    (b"\x1f\x8b", _UNPACK),
    (b"\xd0\xcf\x11\xe0", _SAVE_AS_PDF),
    (b"{\\rtf", _SAVE_AS_PDF),
    (b"GIF8", _SAVE_AS_JPEG),
    (b"BM", _SAVE_AS_JPEG),
    (b"II*\x00", _SAVE_AS_JPEG),
    (b"MM\x00*", _SAVE_AS_JPEG),
    (b"\xff\xfb", _NO_VIDEO),
    (b"ID3", _NO_VIDEO),
    (b"\x1aE\xdf\xa3", _NO_VIDEO),
)


def inspect(data: bytes) -> Kind:
    """Tell which kind of file this is, or refuse it with a sentence that says what to do instead.

    data      the whole file; at most 4_000_000 bytes
    Refuses   file_empty, file_too_large, file_type_not_allowed
    Source    F-045, AD-54, AD-56
    """
    if not data:
        raise refused("file_empty")
    if len(data) > MAX_BYTES:
        raise refused("file_too_large")
    kind = kind_of(data)
    if kind is None:
        raise _not_allowed(data)
    return kind


def kind_of(data: bytes) -> Kind | None:
    """The kind the first bytes say, or None for everything we don't take."""
    for magic, kind in _ALLOWED:
        if data.startswith(magic):
            return kind
    if data[:16].lstrip(_BEFORE_PDF).startswith(b"%PDF-"):
        return Kind.PDF
    if _brands(data) & _HEIC_BRANDS:
        return Kind.HEIC
    return None


def _brands(data: bytes) -> set[bytes]:
    """The brands of an ISO media file: which readers it says it is for (ISO/IEC 14496-12, box `ftyp`)."""
    if data[4:8] != b"ftyp":
        return set()
    box = data[8 : min(int.from_bytes(data[:4], "big"), 256)]
    return {box[at : at + 4] for at in range(0, len(box), 4) if at != 4}


def _not_allowed(data: bytes) -> Refused:
    for magic, sentence in _HELP:
        if data.startswith(magic):
            return Refused("file_type_not_allowed", sentence)
    if data[:4] == b"RIFF":
        return Refused("file_type_not_allowed", _SAVE_AS_JPEG if data[8:12] == b"WEBP" else _NO_VIDEO)
    if data[4:8] == b"ftyp":
        return Refused("file_type_not_allowed", _SAVE_AS_JPEG if data[8:12] in {b"avif", b"avis", b"mif1"} else _NO_VIDEO)
    return refused("file_type_not_allowed")
