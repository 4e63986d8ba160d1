"""We prove who we are to the provider with a short signed statement instead of a password (private_key_jwt, RFC 7523)."""

import secrets
from datetime import datetime

from joserfc import jwt
from joserfc.jwk import ECKey

from .profile import ProviderProfile

_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LIFETIME_SECONDS = 30


def client_authentication(profile: ProviderProfile, now: datetime) -> dict[str, str]:
    """The form fields that authenticate us. Fresh for every request: the provider accepts each statement once."""
    return {
        "client_id": profile.client_id,
        "client_assertion_type": _TYPE,
        "client_assertion": _assertion(profile, int(now.timestamp())),
    }


def _assertion(profile: ProviderProfile, issued_at: int) -> str:
    key = profile.signing_keys[0]
    alg = "ES256" if isinstance(key, ECKey) else profile.assertion_alg
    claims = {
        "iss": profile.client_id,
        "sub": profile.client_id,
        "aud": profile.issuer,
        "iat": issued_at,
        "nbf": issued_at,
        "exp": issued_at + _LIFETIME_SECONDS,
        "jti": secrets.token_urlsafe(24),
    }
    return jwt.encode({"alg": alg, "kid": key.kid}, claims, key, algorithms=[alg])
