"""The way back: the browser returns with a code, and we exchange it for proof of who the person is."""

import hmac
from collections.abc import Mapping
from datetime import datetime

from . import exchange
from .client_assertion import client_authentication
from .dpop import ProofKey
from .exchange import Reply
from .identity import Identity, read_identity
from .metadata import Directory, directory
from .profile import ProviderProfile
from .refusals import refused
from .transaction import Transaction

# What the provider may answer instead of a code, in our words. Anything else is login_refused.
_ERRORS = {
    "access_denied": "login_cancelled",
    "temporarily_unavailable": "provider_unavailable",
    "server_error": "provider_unavailable",
}


def finish(
    profile: ProviderProfile,
    *,
    params: Mapping[str, str],
    transaction: Transaction,
    now: datetime,
    providers: Directory = directory,
) -> Identity:
    """Finish a login: who came back, proved to be the one who left.

    params       the callback's query
    transaction  from the cookie of this very browser
    Refuses      login_not_started_here, login_cancelled, login_refused, login_code_used, callback_issuer, token_type, provider_…,
                 and what read_identity refuses
    Source       identity A1 (RFC 9207), A3, C
    """
    _require_own(profile, params, transaction)
    if "error" in params:
        raise refused(_ERRORS.get(params["error"], "login_refused"))
    # We know two providers: a code of one must never be handed to the other (RFC 9207).
    if params.get("iss") != profile.issuer:
        raise refused("callback_issuer")
    code = params.get("code")
    if not code:
        raise refused("login_refused")
    id_token = _exchange(profile, code, transaction, now, providers)
    return read_identity(profile, id_token, transaction=transaction, now=now, providers=providers)


def _require_own(profile: ProviderProfile, params: Mapping[str, str], transaction: Transaction) -> None:
    state = params.get("state", "")
    same_state = hmac.compare_digest(state.encode(), transaction.state.encode())
    if not same_state or transaction.provider != profile.name or transaction.issuer != profile.issuer:
        raise refused("login_not_started_here")


def _exchange(profile: ProviderProfile, code: str, transaction: Transaction, now: datetime, providers: Directory) -> str:
    url = providers.metadata(profile, now).token_endpoint
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": transaction.redirect_uri,
        "code_verifier": transaction.verifier,
    }
    reply = _ask_with_proof(profile, url, form, now) if profile.dpop else _ask(profile, url, form, {}, now)
    return _id_token(profile, reply)


def _ask(profile: ProviderProfile, url: str, form: dict[str, str], headers: dict[str, str], now: datetime) -> Reply:
    return exchange.post(profile, url, {**form, **client_authentication(profile, now)}, headers)


def _ask_with_proof(profile: ProviderProfile, url: str, form: dict[str, str], now: datetime) -> Reply:
    """The provider usually answers the first proof with a nonce to put in the second. There is no third."""
    key = ProofKey()
    reply = _ask(profile, url, form, {"DPoP": key.proof(method="POST", url=url, now=now)}, now)
    nonce = reply.headers.get("DPoP-Nonce")
    if _error(reply) != "use_dpop_nonce" or not nonce:
        return reply
    return _ask(profile, url, form, {"DPoP": key.proof(method="POST", url=url, now=now, nonce=nonce)}, now)


def _id_token(profile: ProviderProfile, reply: Reply) -> str:
    if reply.status >= 500:
        raise refused("provider_unavailable")
    if _error(reply) == "invalid_grant":
        raise refused("login_code_used")
    body = reply.body or {}
    if reply.status != 200 or not isinstance(body.get("id_token"), str):
        raise refused("login_refused")
    if str(body.get("token_type")).lower() != ("dpop" if profile.dpop else "bearer"):
        raise refused("token_type")
    return body["id_token"]


def _error(reply: Reply) -> object:
    return (reply.body or {}).get("error") if reply.status != 200 else None
