"""The back channel: pushed requests in, tokens out."""

import base64
import hashlib
import hmac
import secrets

from fastlinje.nonprod import clock

from .authorization_request import read_request
from .authorize import Grant
from .client_auth import authenticated
from .issuers import Issuer
from .proofs import require_proof
from .web import Problem, Request, Response, json_answer

_PUSHED_SECONDS = 120
_TOKEN_SECONDS = 120


def push(issuer: Issuer, request: Request) -> Response:
    """POST /par"""
    client = authenticated(issuer, request)
    params = {name: value for name, value in request.form.items() if not name.startswith("client_assertion")}
    if "request_uri" in params or params["client_id"] != client.client_id:
        raise Problem("invalid_request", "request_uri kan ikke sendes inn")
    read_request(issuer, params)
    request_uri = issuer.pushed.put(params, prefix="urn:ietf:params:oauth:request_uri:")
    return json_answer({"request_uri": request_uri, "expires_in": _PUSHED_SECONDS}, status=201)


def token(issuer: Issuer, request: Request) -> Response:
    """POST /token"""
    client = authenticated(issuer, request)
    if request.form.get("grant_type") != "authorization_code":
        raise Problem("unsupported_grant_type", "bare authorization_code")
    if issuer.bound_tokens:
        require_proof(issuer, request, f"{issuer.address}/token")
    # Taken before it is checked: a code is worth one try.
    grant = issuer.codes.take(request.form.get("code", ""))
    if grant is None or grant.request.client != client or not _is_the_same_browser(grant, request):
        raise Problem("invalid_grant", "koden er brukt, for gammel eller en annens")
    return json_answer(
        {
            "access_token": secrets.token_urlsafe(32),
            "token_type": "DPoP" if issuer.bound_tokens else "Bearer",
            "expires_in": _TOKEN_SECONDS,
            "id_token": _id_token(issuer, grant),
        }
    )


def _is_the_same_browser(grant: Grant, request: Request) -> bool:
    digest = hashlib.sha256(request.form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    same_address = request.form.get("redirect_uri") == grant.request.redirect_uri
    return same_address and hmac.compare_digest(challenge, grant.request.challenge)


def _id_token(issuer: Issuer, grant: Grant) -> str:
    moment, session, wanted = int(clock.seconds()), grant.session, grant.request
    return issuer.sign(
        {
            **issuer.claims(session.person, session.level),
            "iss": issuer.address,
            "aud": wanted.client.client_id,
            "sub": issuer.subject(wanted.client, session.person),
            "sid": session.sid,
            "nonce": wanted.nonce,
            "amr": list(session.amr),
            "auth_time": session.auth_time,
            "iat": moment,
            "exp": moment + _TOKEN_SECONDS,
            "jti": secrets.token_urlsafe(18),
            "locale": wanted.locale,
        }
    )
