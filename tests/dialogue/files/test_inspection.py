"""Which kind a file is, by content (F-045, AD-54, AD-56)."""

import pytest

from fastlinje.core.refusal import Refused
from fastlinje.dialogue.files.inspection import MAX_BYTES, Kind, inspect

from . import samples

ZIP = b"PK\x03\x04"
HEIC = b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic"


def code_of(data: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        inspect(data)
    return refusal.value.code


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (samples.jpeg(), Kind.JPEG),
        (samples.png(), Kind.PNG),
        (samples.saved(samples.pdf_with_text()), Kind.PDF),
        (b"\xef\xbb\xbf\r\n%PDF-1.4", Kind.PDF),
        (HEIC, Kind.HEIC),
        (HEIC.replace(b"mif1\x00", b"heic\x00"), Kind.HEIC),
    ],
    ids=["jpeg", "png", "pdf", "pdf after a byte order mark", "heic among brands", "heic first"],
)
def test_kind_is_told_from_the_bytes(data, kind):  # AD-54
    assert inspect(data) is kind


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00\x03 This program cannot be run in DOS mode",
        b"\x7fELF\x02\x01\x01",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><svg/>",
        b"#!/bin/sh\nrm -rf /",
        ZIP + b"word/document.xml",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old word",
        b"{\\rtf1 x}",
        b"GIF89a",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf",
        b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ",
        b"\x00\x00\x00\x18ftypisom\x00\x00heicisommp42",  # heic as minor version is not a brand
        b"Just text",
        b"x" * 100 + b"\xff\xd8\xff",
        b"\x00",
    ],
)
def test_everything_else_is_refused(data):  # AD-54
    assert code_of(data) == "file_type_not_allowed"


def test_the_sentence_says_what_to_do():
    sentences = {}
    for name, data in {"word": b"\xd0\xcf\x11\xe0", "zip": ZIP, "gif": b"GIF89a", "video": b"\x00\x00\x00\x14ftypqt  "}.items():
        with pytest.raises(Refused) as refusal:
            inspect(data)
        sentences[name] = str(refusal.value.sentence)
    assert "Lagre som PDF" in sentences["word"]
    assert "Pakk ut" in sentences["zip"]
    assert "JPEG eller PNG" in sentences["gif"]
    assert "Video" in sentences["video"]


def test_exact_sizes():  # AD-56
    jpeg = samples.jpeg()
    assert MAX_BYTES == 4_000_000
    assert inspect(jpeg + bytes(4_000_000 - len(jpeg))) is Kind.JPEG
    assert code_of(jpeg + bytes(4_000_001 - len(jpeg))) == "file_too_large"
    assert code_of(b"") == "file_empty"
