"""Our own key pairs, one JWK file each. The provider knows the public half; the private half never leaves this machine."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet, RSAKey

_BITS = 3072


class UnusableKey(ValueError):
    """A key file that can't sign for us. Names the file, never its content."""


def new_signing_key(now: datetime) -> RSAKey:
    """A fresh RSA key. `kid` names it, `iat` tells its age: ID-porten drops a key after a year (identity A2)."""
    key = RSAKey.generate_key(_BITS, {"use": "sig"})
    named = {"iat": int(now.timestamp()), "kid": key.thumbprint()}
    return RSAKey.import_key({**key.as_dict(private=True), **named})


def read_signing_keys(paths: Iterable[Path]) -> tuple[Key, ...]:
    """The private keys in these JWK files, newest first by `iat`. Two keys may live side by side while one replaces the other."""
    return tuple(sorted((_read(path) for path in paths), key=lambda key: -_made_at(key)))


def public_jwks(keys: Iterable[Key]) -> dict:
    """What to register at the provider: the public halves only."""
    return KeySet(list(keys)).as_dict(private=False)


def _read(path: Path) -> Key:
    try:
        fields = json.loads(path.read_text("utf-8"))
        # Looked at first: the library would take a shared secret for a key too.
        if fields["kty"] in {"RSA", "EC"}:
            key = JWKRegistry.import_key(fields)
            if key.is_private and key.kid and _made_at(key) > 0:
                return key
    except (JoseError, ValueError, KeyError, TypeError):
        # The error could quote the key.
        raise UnusableKey(f"{path} can't be read as a JWK") from None
    raise UnusableKey(f"{path} is not a private JWK with kid and iat")


def _made_at(key: Key) -> int:
    return int(key.dict_value["iat"])
