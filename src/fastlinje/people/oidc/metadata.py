"""Where a provider's addresses and keys come from: its own discovery document, fetched with care and remembered for a day.

A provider that is down must not stop people whose answers we can still check: what was fetched stays usable for one more day
after it should have been renewed. One that hangs is left alone for a while, so that people don't wait for it one after another.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key

from fastlinje.core.refusal import Refused

from . import exchange
from .profile import ProviderProfile
from .refusals import refused

FRESH_FOR = timedelta(hours=24)
USABLE_FOR = timedelta(hours=48)
UNKNOWN_KEY_PAUSE = timedelta(minutes=1)
FAILURE_PAUSE = timedelta(seconds=5)
FAILURE_PAUSE_IF_USABLE = timedelta(minutes=1)
_MOST_KEYS = 32
LOOK_ALIKE = "fastlinje_look_alike"
"""What a provider that lets anyone in as anyone says about itself in its discovery document."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The parts of a discovery document we use; every address has been checked to be https."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    par_endpoint: str | None
    end_session_endpoint: str | None
    id_token_algs: frozenset[str]


@dataclass(slots=True)
class _Remembered:
    lock: threading.Lock = field(default_factory=threading.Lock)
    metadata: Metadata | None = None
    metadata_at: datetime | None = None
    keys: Mapping[str, Key] = field(default_factory=dict)
    keys_at: datetime | None = None
    failed_at: datetime | None = None


class Directory:
    """The providers' metadata and keys, by issuer. One per process, shared by its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_issuer: dict[str, _Remembered] = {}

    def metadata(self, profile: ProviderProfile, now: datetime) -> Metadata:
        """The provider's addresses. Refuses provider_unreachable, provider_malformed, provider_look_alike."""
        known = self._remembered(profile)
        if known.metadata is None or not _within(FRESH_FOR, known.metadata_at, now):
            with known.lock:
                if known.metadata is None or not _within(FRESH_FOR, known.metadata_at, now):
                    self._renew_metadata(profile, known, now)
        assert known.metadata is not None
        return known.metadata

    def key(self, profile: ProviderProfile, kid: str, now: datetime) -> Key:
        """The provider's public key of that name. An unknown name has the keys fetched again, at most once a minute.

        Refuses      provider_unreachable, provider_malformed, id_token_key
        """
        known = self._remembered(profile)
        if not self._knows(known, kid, now):
            address = self.metadata(profile, now).jwks_uri
            with known.lock:
                if not self._knows(known, kid, now) and not _within(UNKNOWN_KEY_PAUSE, known.keys_at, now):
                    self._renew_keys(profile, known, address, now)
        if kid not in known.keys:
            raise refused("id_token_key")
        return known.keys[kid]

    def _remembered(self, profile: ProviderProfile) -> _Remembered:
        with self._lock:
            return self._by_issuer.setdefault(profile.issuer, _Remembered())

    def _knows(self, known: _Remembered, kid: str, now: datetime) -> bool:
        return kid in known.keys and _within(FRESH_FOR, known.keys_at, now)

    def _renew_metadata(self, profile: ProviderProfile, known: _Remembered, now: datetime) -> None:
        document = _ask(profile, f"{profile.issuer}/.well-known/openid-configuration", known, now, known.metadata_at)
        if document is not None:
            known.metadata, known.metadata_at = read_metadata(profile, document), now

    def _renew_keys(self, profile: ProviderProfile, known: _Remembered, address: str, now: datetime) -> None:
        document = _ask(profile, address, known, now, known.keys_at)
        if document is not None:
            known.keys, known.keys_at = _read_keys(document), now


directory = Directory()


def _ask(profile: ProviderProfile, address: str, known: _Remembered, now: datetime, fetched_at: datetime | None) -> dict | None:
    """The document, or None when the provider fails and what we have may be used a while longer."""
    usable = _within(USABLE_FOR, fetched_at, now)
    try:
        if _within(FAILURE_PAUSE_IF_USABLE if usable else FAILURE_PAUSE, known.failed_at, now):
            raise refused("provider_unreachable")
        return _fetch(profile, address, known, now)
    except Refused:
        if usable:
            return None
        raise


def _fetch(profile: ProviderProfile, address: str, known: _Remembered, now: datetime) -> dict:
    try:
        reply = exchange.get(profile, address)
    except Refused:
        known.failed_at = now
        raise
    if reply.status != 200 or reply.body is None:
        known.failed_at = now
        raise refused("provider_unavailable" if reply.status >= 500 else "provider_malformed")
    known.failed_at = None
    return reply.body


def _within(span: timedelta, moment: datetime | None, now: datetime) -> bool:
    return moment is not None and now - moment < span


def read_metadata(profile: ProviderProfile, document: dict) -> Metadata:
    """What a discovery document says. Refuses provider_malformed, and provider_look_alike outside development."""
    if document.get("issuer") != profile.issuer:
        raise refused("provider_malformed")
    if document.get(LOOK_ALIKE) and not profile.development:
        raise refused("provider_look_alike")
    algs = document.get("id_token_signing_alg_values_supported")
    if not isinstance(algs, list):
        raise refused("provider_malformed")
    return Metadata(
        authorization_endpoint=_address(profile, document, "authorization_endpoint"),
        token_endpoint=_address(profile, document, "token_endpoint"),
        jwks_uri=_address(profile, document, "jwks_uri"),
        par_endpoint=_optional_address(profile, document, "pushed_authorization_request_endpoint"),
        end_session_endpoint=_optional_address(profile, document, "end_session_endpoint"),
        id_token_algs=frozenset(alg for alg in algs if isinstance(alg, str)),
    )


def _address(profile: ProviderProfile, document: dict, name: str) -> str:
    url = document.get(name)
    if not isinstance(url, str) or not profile.allows_address(url):
        raise refused("provider_malformed")
    return url


def _optional_address(profile: ProviderProfile, document: dict, name: str) -> str | None:
    return None if document.get(name) is None else _address(profile, document, name)


def _read_keys(document: dict) -> dict[str, Key]:
    entries = document.get("keys")
    if not isinstance(entries, list) or len(entries) > _MOST_KEYS:
        raise refused("provider_malformed")
    keys = [_read_key(entry) for entry in entries if _signs(entry)]
    return {key.kid: key for key in keys if key is not None and key.kid}


def _signs(entry: object) -> bool:
    """Only public asymmetric signing keys count: a symmetric key in a published set would let anyone sign."""
    return isinstance(entry, dict) and entry.get("kty") in {"RSA", "EC"} and entry.get("use", "sig") == "sig"


def _read_key(entry: dict) -> Key | None:
    try:
        return JWKRegistry.import_key(entry)
    except (JoseError, ValueError):
        # One key we can't read must not hide the others (RFC 7517, section 5).
        return None
