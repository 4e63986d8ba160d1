"""Packing a copy: a page to read, the same as JSON, and the files themselves, in one ZIP."""

import json
from io import BytesIO
from itertools import accumulate
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.conf import settings
from django.utils import translation

from fastlinje.dialogue.files.store import FileMissing
from fastlinje.dialogue.uploads import file_store

from .gathering.dialogue import StoredFile
from .gathering.everything import Gathered
from .readable.page import as_html

PAGE, DATA = "kopi.html", "kopi.json"
MOST_FILE_BYTES = 150_000_000


def bundle(found: Gathered, *, language: str) -> bytes:
    """The ZIP. Files go along newest first as long as there is room; the rest can be fetched in their conversations."""
    together = BytesIO()
    with ZipFile(together, "w", ZIP_DEFLATED) as packed:
        taken = sum(_packed(packed, file) for file in _with_room(found.files))
        with translation.override(language or settings.LANGUAGE_CODE):
            packed.writestr(PAGE, as_html(found.data, left_out=len(found.files) - taken))
        packed.writestr(DATA, json.dumps(found.data, ensure_ascii=False, indent=1))
    return together.getvalue()


def _with_room(files: tuple[StoredFile, ...]) -> list[StoredFile]:
    sizes = accumulate(file.size_bytes for file in files)
    return [file for file, total in zip(files, sizes, strict=True) if total <= MOST_FILE_BYTES]


def _packed(packed: ZipFile, file: StoredFile) -> bool:
    try:
        content = file_store().get(file.id)
    except FileMissing:
        return False
    packed.writestr(file.path, content, ZIP_STORED)  # photos and PDFs are compressed already
    return True
