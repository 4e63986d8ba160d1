"""Reading a signed token: nothing in it is believed before a key of the right provider has confirmed it."""

import binascii
import json
from datetime import datetime

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.util import urlsafe_b64decode

from .metadata import Directory
from .profile import ProviderProfile
from .refusals import refused

SKEW_SECONDS = 60
_MOST_CHARS = 16_384
# Headers that carry or point at a key of the sender's own choosing, or that demand extensions: none has a place in our tokens.
_FORBIDDEN_HEADERS = frozenset({"jku", "jwk", "x5u", "x5c", "crit", "b64"})


def verified_claims(
    profile: ProviderProfile, token: str, *, types: frozenset[str | None], now: datetime, providers: Directory
) -> dict:
    """The claims of a token signed by this provider, of one of the allowed types (`typ` in lower case, None for absent).

    Refuses      id_token_malformed, id_token_header, id_token_type, id_token_algorithm, id_token_key, id_token_signature
    Source       identity A3.1
    """
    header = _header(token)
    if _FORBIDDEN_HEADERS & header.keys():
        raise refused("id_token_header")
    if _type(header) not in types:
        raise refused("id_token_type")
    alg, kid = header.get("alg"), header.get("kid")
    if not isinstance(alg, str) or alg not in profile.id_token_algs & providers.metadata(profile, now).id_token_algs:
        raise refused("id_token_algorithm")
    if not isinstance(kid, str):
        raise refused("id_token_key")
    return _payload(token, alg, providers.key(profile, kid, now))


def require_addressed_to_us(profile: ProviderProfile, claims: dict) -> None:
    """`iss` is this provider and `aud` is us alone. Refuses id_token_issuer, id_token_audience."""
    if claims.get("iss") != profile.issuer:
        raise refused("id_token_issuer")
    if claims.get("aud") not in (profile.client_id, [profile.client_id]):
        raise refused("id_token_audience")
    if claims.get("azp", profile.client_id) != profile.client_id:
        raise refused("id_token_audience")


def seconds(claims: dict, name: str) -> float:
    """A moment in a token, in seconds since 1970. Refuses id_token_malformed when it is missing or no number."""
    value = claims.get(name)
    # NaN is neither before nor after anything and would pass every comparison below; a bool is an int in Python.
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise refused("id_token_malformed")
    return value


def _header(token: str) -> dict:
    if not isinstance(token, str) or len(token) > _MOST_CHARS or token.count(".") != 2:
        raise refused("id_token_malformed")
    try:
        header = json.loads(urlsafe_b64decode(token.split(".")[0].encode("ascii")))
    except (ValueError, binascii.Error):
        raise refused("id_token_malformed") from None
    if not isinstance(header, dict):
        raise refused("id_token_malformed")
    return header


def _type(header: dict) -> str | None:
    declared = header.get("typ")
    return declared.lower() if isinstance(declared, str) else declared


def _payload(token: str, alg: str, key: object) -> dict:
    try:
        content = jws.deserialize_compact(token, key, algorithms=[alg]).payload
    except (JoseError, ValueError):
        raise refused("id_token_signature") from None
    try:
        claims = json.loads(content)
    except ValueError:
        raise refused("id_token_malformed") from None
    if not isinstance(claims, dict):
        raise refused("id_token_malformed")
    return claims
