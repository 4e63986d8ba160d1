"""DPoP (RFC 9449), as HelseID demands it: a proof per request, with a nonce of ours in it."""

import json

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from joserfc.util import urlsafe_b64decode

from fastlinje.nonprod import clock

from .issuers import Issuer
from .web import Problem, Request

_WINDOW_SECONDS = 60


def require_proof(issuer: Issuer, request: Request, url: str) -> str:
    """The thumbprint of the key that was proved. Raises use_dpop_nonce once per login, invalid_dpop_proof otherwise."""
    key, claims = _read(request.dpop or "")
    if claims.get("htm") != request.method or claims.get("htu") != url:
        raise Problem("invalid_dpop_proof", "htm eller htu stemmer ikke")
    if not isinstance(claims.get("iat"), int) or abs(clock.seconds() - claims["iat"]) > _WINDOW_SECONDS:
        raise Problem("invalid_dpop_proof", "iat er ikke nå")
    if not isinstance(claims.get("jti"), str) or not issuer.proofs.is_new(claims["jti"]):
        raise Problem("invalid_dpop_proof", "jti er brukt")
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or issuer.nonces.take(nonce) is None:
        raise Problem("use_dpop_nonce", "bruk DPoP-Nonce", headers=(("DPoP-Nonce", issuer.nonces.put(True)),))
    return key.thumbprint()


def _read(proof: str) -> tuple[ECKey, dict]:
    try:
        header = json.loads(urlsafe_b64decode(proof.split(".")[0].encode()))
        if header["typ"] != "dpop+jwt" or header["alg"] != "ES256" or "d" in header["jwk"]:
            raise Problem("invalid_dpop_proof", "feil hode")
        key = ECKey.import_key(header["jwk"])
        return key, jwt.decode(proof, key, algorithms=["ES256"]).claims
    except (JoseError, ValueError, KeyError, TypeError):
        raise Problem("invalid_dpop_proof", "beviset kan ikke leses") from None
