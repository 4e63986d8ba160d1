"""Access tokens for machines: a short signed statement is exchanged for a token that opens one register (RFC 7523, section 2.1).

Source       docs.digdir.no: Maskinporten, «JWT grant» and «/token endpoint»; identity A8
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import Key, RSAKey

from fastlinje.core import clock as clocks
from fastlinje.core.identifiers import valid_organisation_number
from fastlinje.people.oidc.profile import Timeouts

from . import exchange
from .exchange import Peer
from .pause import Pause
from .unavailable import MisconfiguredRegister, Reason, RegisterUnavailable

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_NAME = "maskinporten"
_ALG = "RS256"
_GRANT_SECONDS = 60
_MARGIN = timedelta(seconds=20)
_METADATA_FRESH = timedelta(hours=24)
_METADATA_RETRY = timedelta(minutes=5)
_LONGEST_TOKEN = timedelta(hours=1)
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{1,16000}")
_ERRORS = frozenset(
    {"invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope"}
)


class AccessTokens(Protocol):
    """Where a register's client gets its access tokens."""

    def token_for(self, scope: str) -> str:
        """A token that is good for a while yet. Raises RegisterUnavailable."""

    def forget(self, scope: str, token: str) -> None:
        """The register refused this token: don't hand it out again."""


@dataclass(frozen=True, slots=True)
class MaskinportenClient:
    """Who we are there.

    issuer        as in its metadata; a slash at the end or none is the same to us
    signing_keys  our private RSA keys, newest first; the newest signs, `kid` names it
    consumer_org  the office's organisation number when a supplier asks on its behalf (delegation in Altinn)
    """

    issuer: str
    client_id: str
    signing_keys: tuple[Key, ...] = field(repr=False)
    consumer_org: str | None = None
    development: bool = False
    timeouts: Timeouts = Timeouts()

    def __post_init__(self) -> None:
        self.peer.check_address(self.issuer)
        if not self.client_id or not self.signing_keys:
            raise MisconfiguredRegister("maskinporten: client id and signing key are both needed")
        if not all(isinstance(key, RSAKey) and key.is_private and key.kid for key in self.signing_keys):
            raise MisconfiguredRegister("maskinporten: the signing key must be a private RSA key with kid")
        if self.consumer_org is not None and not valid_organisation_number(self.consumer_org):
            raise MisconfiguredRegister("maskinporten: the consumer's organisation number is not valid")

    @property
    def peer(self) -> Peer:
        return Peer(_NAME, self.timeouts, development=self.development)


@dataclass(frozen=True, slots=True)
class _Token:
    value: str = field(repr=False)
    good_until: datetime


@dataclass(frozen=True, slots=True)
class _Metadata:
    issuer: str
    token_endpoint: str
    fresh_until: datetime


class Maskinporten:
    """Hands out access tokens, each kept until shortly before it expires. One per process, shared by its threads."""

    def __init__(self, client: MaskinportenClient, clock: Callable[[], datetime] = clocks.now):
        self._client, self._clock, self._peer = client, clock, client.peer
        self._lock, self._pause = Lock(), Pause(_NAME, clock)
        self._tokens: dict[str, _Token] = {}
        self._metadata: _Metadata | None = None

    def token_for(self, scope: str) -> str:
        """A token for one scope, as in "krr:global/kontaktinformasjon.read". Raises RegisterUnavailable."""
        known = self._tokens.get(scope)
        if known is None or self._clock() >= known.good_until:
            with self._lock:
                known = self._tokens.get(scope)
                if known is None or self._clock() >= known.good_until:
                    with self._pause.around_call():
                        known = self._tokens[scope] = self._fetch(scope)
        return known.value

    def forget(self, scope: str, token: str) -> None:
        """Another thread may have renewed it meanwhile: only this very token is dropped."""
        with self._lock:
            if (known := self._tokens.get(scope)) and known.value == token:
                del self._tokens[scope]

    def _fetch(self, scope: str) -> _Token:
        metadata, now = self._described(), self._clock()
        form = urlencode({"grant_type": GRANT_TYPE, "assertion": self._grant(scope, metadata.issuer, int(now.timestamp()))})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        reply = exchange.post(self._peer, metadata.token_endpoint, form.encode(), headers)
        if reply.status in {400, 401}:
            raise RegisterUnavailable(_NAME, Reason.REFUSED, _error_code(self._peer, reply.body))
        exchange.check_status(self._peer, reply)
        return _read_token(exchange.json_object(self._peer, reply.body), scope, now)

    def _grant(self, scope: str, audience: str, issued_at: int) -> str:
        key = self._client.signing_keys[0]
        # Exactly the documented claims: any other (sub, nbf) has the grant refused.
        claims = {
            "aud": audience,
            "iss": self._client.client_id,
            "scope": scope,
            "iat": issued_at,
            "exp": issued_at + _GRANT_SECONDS,
            "jti": secrets.token_urlsafe(24),
        }
        if self._client.consumer_org:
            claims["consumer_org"] = self._client.consumer_org
        return jwt.encode({"alg": _ALG, "kid": key.kid}, claims, key, algorithms=[_ALG])

    def _described(self) -> _Metadata:
        known, now = self._metadata, self._clock()
        if known is not None and now < known.fresh_until:
            return known
        try:
            self._metadata = self._fetch_metadata(now)
        except RegisterUnavailable:
            if known is None:
                raise
            # Its own description is away, the token endpoint may still answer.
            self._metadata = _Metadata(known.issuer, known.token_endpoint, now + _METADATA_RETRY)
        return self._metadata

    def _fetch_metadata(self, now: datetime) -> _Metadata:
        ours = self._client.issuer.rstrip("/")
        reply = exchange.get(self._peer, f"{ours}/.well-known/oauth-authorization-server")
        exchange.check_status(self._peer, reply)
        document = exchange.json_object(self._peer, reply.body)
        issuer, endpoint = document.get("issuer"), document.get("token_endpoint")
        if not isinstance(issuer, str) or issuer.rstrip("/") != ours or not isinstance(endpoint, str):
            raise RegisterUnavailable(_NAME, Reason.MALFORMED, "metadata")
        try:
            self._peer.check_address(endpoint)
        except MisconfiguredRegister:
            raise RegisterUnavailable(_NAME, Reason.MALFORMED, "metadata") from None
        return _Metadata(issuer, endpoint, now + _METADATA_FRESH)


def _read_token(answer: dict, scope: str, now: datetime) -> _Token:
    value, seconds, kind = answer.get("access_token"), answer.get("expires_in"), answer.get("token_type", "Bearer")
    good = isinstance(value, str) and _TOKEN.fullmatch(value) and isinstance(kind, str) and kind.lower() == "bearer"
    if not good or isinstance(seconds, bool) or not isinstance(seconds, int) or seconds <= 0:
        raise RegisterUnavailable(_NAME, Reason.MALFORMED, "token")
    granted = answer.get("scope")
    if granted is not None and (not isinstance(granted, str) or scope not in granted.split()):
        raise RegisterUnavailable(_NAME, Reason.REFUSED, "invalid_scope")
    lifetime = min(timedelta(seconds=min(seconds, 86_400)), _LONGEST_TOKEN)
    return _Token(value, now + lifetime - min(_MARGIN, lifetime / 4))


def _error_code(peer: Peer, body: bytes) -> str:
    """The standard code only: descriptions are free text."""
    try:
        code = exchange.json_object(peer, body).get("error")
    except RegisterUnavailable:
        return ""
    return code if isinstance(code, str) and code in _ERRORS else ""
