"""Clients prove who they are with a signed statement; there are no client secrets here (private_key_jwt)."""

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from fastlinje.nonprod import clock

from .issuers import Issuer
from .registry import Client
from .web import Problem, Request

_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ALGS = ("RS256", "PS256", "ES256")
_LONGEST_SECONDS = 120
_SKEW_SECONDS = 10


def authenticated(issuer: Issuer, request: Request) -> Client:
    """The client that sent this form. Raises invalid_client."""
    client = issuer.client(request.form.get("client_id"))
    if client is None or request.form.get("client_assertion_type") != _TYPE:
        raise _refusal("client_id og client_assertion må være med")
    claims = _claims(request.form.get("client_assertion", ""), client.keys)
    if not claims.get("iss") == claims.get("sub") == client.client_id:
        raise _refusal("iss og sub må være client_id")
    if claims.get("aud") not in (issuer.address, [issuer.address]):
        raise _refusal("aud må være utsteder")
    _require_short_and_new(issuer, client, claims)
    return client


def _claims(assertion: str, keys: KeySet) -> dict:
    try:
        token = jwt.decode(assertion, keys, algorithms=_ALGS)
    except (JoseError, ValueError):
        raise _refusal("signaturen stemmer ikke") from None
    if "kid" not in token.header:
        raise _refusal("kid mangler")
    return token.claims


def _require_short_and_new(issuer: Issuer, client: Client, claims: dict) -> None:
    issued, expires, moment = claims.get("iat"), claims.get("exp"), clock.seconds()
    if not isinstance(issued, int) or not isinstance(expires, int) or expires - issued > _LONGEST_SECONDS:
        raise _refusal("for lang levetid")
    if expires < moment - _SKEW_SECONDS or issued > moment + _SKEW_SECONDS:
        raise _refusal("utløpt")
    if not isinstance(claims.get("jti"), str) or not issuer.assertions.is_new(f"{client.client_id} {claims['jti']}"):
        raise _refusal("jti er brukt")


def _refusal(description: str) -> Problem:
    return Problem("invalid_client", description, status=401)
