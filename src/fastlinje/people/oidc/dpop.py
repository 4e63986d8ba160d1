"""Proof of possession (RFC 9449): HelseID binds its tokens to a key that lives for one login only."""

import secrets
from datetime import datetime

from joserfc import jwt
from joserfc.jwk import ECKey


class ProofKey:
    """A key pair for one login. Nobody else ever sees the private half, and it is forgotten with the login."""

    def __init__(self) -> None:
        self._key = ECKey.generate_key("P-256")

    def proof(self, *, method: str, url: str, now: datetime, nonce: str | None = None) -> str:
        """A proof for one request; `nonce` is the value the provider asked for."""
        claims = {"jti": secrets.token_urlsafe(24), "htm": method, "htu": url, "iat": int(now.timestamp())}
        if nonce is not None:
            claims["nonce"] = nonce
        header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": self._key.as_dict(private=False)}
        return jwt.encode(header, claims, self._key, algorithms=["ES256"])
