"""The way out: where to send a browser so that a person can log in."""

import re
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from . import exchange
from .client_assertion import client_authentication
from .metadata import Directory, Metadata, directory
from .profile import ProviderProfile
from .refusals import refused
from .transaction import Transaction

_REQUEST_URI = re.compile(r"[\x21-\x7e]{1,512}")


def begin(
    profile: ProviderProfile,
    *,
    redirect_uri: str,
    ui_locales: str,
    now: datetime,
    next_url: str = "/",
    prompt: str | None = None,
    max_age: int | None = None,
    providers: Directory = directory,
) -> tuple[str, Transaction]:
    """Start a login: an address at the provider, and the transaction to keep until the person is back.

    ui_locales   languages in order of preference, such as "nb nn en"
    next_url     where the person was going; the face has checked that it is ours
    prompt       "login" makes the provider ask again even if the person is logged in there
    max_age      seconds since the person last proved who they are, at most
    Refuses      provider_unreachable, provider_unavailable, provider_malformed, provider_look_alike
    Source       identity A1, C
    """
    metadata = providers.metadata(profile, now)
    transaction = Transaction.start(
        profile, redirect_uri=redirect_uri, next_url=next_url, now=now, fresh_login=prompt == "login", max_age=max_age
    )
    request = _request(profile, transaction, ui_locales, prompt)
    if metadata.par_endpoint is None:
        if profile.require_par:
            raise refused("provider_malformed")
        return _with_query(metadata.authorization_endpoint, request), transaction
    request_uri = _push(profile, metadata, request, now)
    return _with_query(metadata.authorization_endpoint, {"client_id": profile.client_id, "request_uri": request_uri}), transaction


def _request(profile: ProviderProfile, transaction: Transaction, ui_locales: str, prompt: str | None) -> dict[str, str]:
    request = {
        "client_id": profile.client_id,
        "response_type": "code",
        "redirect_uri": transaction.redirect_uri,
        "scope": " ".join(profile.scopes),
        "state": transaction.state,
        "nonce": transaction.nonce,
        "code_challenge": transaction.challenge,
        "code_challenge_method": "S256",
        "acr_values": profile.requested_acr,
        "ui_locales": ui_locales,
    }
    if prompt is not None:
        request["prompt"] = prompt
    if transaction.max_age is not None:
        request["max_age"] = str(transaction.max_age)
    return request


def _push(profile: ProviderProfile, metadata: Metadata, request: dict[str, str], now: datetime) -> str:
    """Hand the request over by our own channel (PAR, RFC 9126), so that nothing in it passes through the browser."""
    reply = exchange.post(profile, metadata.par_endpoint, {**request, **client_authentication(profile, now)}, {})
    if reply.status >= 500:
        raise refused("provider_unavailable")
    request_uri = (reply.body or {}).get("request_uri")
    if reply.status not in {200, 201} or not isinstance(request_uri, str) or not _REQUEST_URI.fullmatch(request_uri):
        raise refused("provider_malformed")
    return request_uri


def _with_query(url: str, fields: dict[str, str]) -> str:
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(fields)}"
