"""Encryption of content at rest: AES-256-GCM with a key id, and HMAC indexes for looking up a national number.

Keys live outside the database as files in one folder (`fastlinje keys`). Each purpose has its own ring:
`content` (encryption) and `index` (HMAC of national numbers). The newest key of a ring is used for writing; every key
of the ring can read.
"""

import functools
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_KEY_ID_BYTES = 4
_NONCE_BYTES = 12
_HEAD_BYTES = 1 + _KEY_ID_BYTES + _NONCE_BYTES
KEY_BYTES = 32


class Undecryptable(Exception):
    """Sealed bytes that no key opens, or that were moved from another row. Carries no content."""


def key_id(key: bytes) -> bytes:
    """Four bytes that name a key without revealing it."""
    return hashlib.sha256(b"fastlinje-key-id" + key).digest()[:_KEY_ID_BYTES]


@dataclass(frozen=True, slots=True)
class Ring:
    """Keys of one purpose by id; `current` is the one new rows are sealed with."""

    current: bytes
    keys: Mapping[bytes, bytes]

    @classmethod
    def of(cls, *keys: bytes) -> "Ring":
        """A ring of 32-byte keys, newest first."""
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise ValueError(f"a ring needs keys of {KEY_BYTES} bytes")
        return cls(current=key_id(keys[0]), keys={key_id(key): key for key in keys})

    def seal(self, content: bytes, *, label: str, pk: UUID) -> bytes:
        """Encrypt content bound to one column (`label`) of one row (`pk`)."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = _cipher(self.keys[self.current]).encrypt(nonce, content, _associated(label, pk))
        return _VERSION + self.current + nonce + sealed

    def open(self, sealed: bytes, *, label: str, pk: UUID) -> bytes:
        """Decrypt what `seal` made for the same label and pk; raises Undecryptable otherwise."""
        if len(sealed) < _HEAD_BYTES or sealed[:1] != _VERSION:
            raise Undecryptable(label)
        name = sealed[1 : 1 + _KEY_ID_BYTES]
        nonce = sealed[1 + _KEY_ID_BYTES : _HEAD_BYTES]
        try:
            return _cipher(self.keys[name]).decrypt(nonce, sealed[_HEAD_BYTES:], _associated(label, pk))
        except (KeyError, InvalidTag):
            raise Undecryptable(label) from None

    def is_current(self, sealed: bytes) -> bool:
        """False for a row that the re-encryption job has still to move to the newest key."""
        return sealed[1 : 1 + _KEY_ID_BYTES] == self.current

    def digest(self, value: str) -> bytes:
        """The HMAC-SHA256 index of a value under the newest key."""
        return hmac.digest(self.keys[self.current], value.encode(), "sha256")

    def digests(self, value: str) -> list[bytes]:
        """The index under every key, newest first: what a look-up must try while an index key rotates."""
        names = [self.current, *(name for name in self.keys if name != self.current)]
        return [hmac.digest(self.keys[name], value.encode(), "sha256") for name in names]


@functools.cache
def _cipher(key: bytes) -> AESGCM:
    """One for each key, by all threads: it holds the key alone, and every call makes what it works with anew."""
    return AESGCM(key)


def _associated(label: str, pk: UUID) -> bytes:
    return label.encode() + b"\x00" + pk.bytes
