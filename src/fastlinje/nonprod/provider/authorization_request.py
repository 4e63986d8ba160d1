"""An authorization request, pushed or not, checked before anyone sees a page."""

import re
from dataclasses import dataclass

from .issuers import Issuer, Level
from .registry import Client
from .web import Problem

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """What a client wants: who is there, at which level, and where to send the answer."""

    client: Client
    redirect_uri: str
    state: str
    nonce: str
    challenge: str
    level: Level
    prompt: str | None
    max_age: int | None
    locale: str
    login_hint: str | None


def client_and_address(issuer: Issuer, params: dict[str, str]) -> Client:
    """The client, once its return address is known to be its own. Until then nothing may be sent there."""
    client = issuer.client(params.get("client_id"))
    if client is None:
        raise Problem("invalid_client", "ukjent client_id")
    if params.get("redirect_uri") not in client.redirect_uris:
        raise Problem("invalid_request", "redirect_uri er ikke registrert")
    return client


def read_request(issuer: Issuer, params: dict[str, str]) -> AuthorizationRequest:
    """The request with everything we demand in it. Raises invalid_request and its relatives."""
    client = client_and_address(issuer, params)
    if params.get("response_type") != "code":
        raise Problem("unsupported_response_type", "bare code")
    if "openid" not in params.get("scope", "").split():
        raise Problem("invalid_scope", "openid mangler")
    if params.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(params.get("code_challenge", "")):
        raise Problem("invalid_request", "PKCE med S256 er påkrevd")
    if not params.get("state") or not params.get("nonce"):
        raise Problem("invalid_request", "state og nonce er påkrevd")
    return AuthorizationRequest(
        client=client,
        redirect_uri=params["redirect_uri"],
        state=params["state"],
        nonce=params["nonce"],
        challenge=params["code_challenge"],
        level=_level(issuer, params),
        prompt=params.get("prompt"),
        max_age=_max_age(params),
        locale=_locale(params),
        login_hint=params.get("login_hint"),
    )


def _level(issuer: Issuer, params: dict[str, str]) -> Level:
    wanted = params.get("acr_values", "").split()
    found = [level for name in wanted if (level := issuer.level(name))]
    if wanted and not found:
        raise Problem("invalid_request", "ukjent acr_values")
    return min(found, key=lambda level: level.rank) if found else issuer.levels[-1]


def _max_age(params: dict[str, str]) -> int | None:
    value = params.get("max_age")
    if value is not None and not value.isdecimal():
        raise Problem("invalid_request", "max_age er sekunder")
    return None if value is None else int(value)


def _locale(params: dict[str, str]) -> str:
    return next((code for code in params.get("ui_locales", "").split() if code in {"nb", "nn", "en", "se"}), "nb")
