"""Logging out, three ways: we tell the provider, its page tells us through the browser, or it tells us directly."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from .metadata import Directory, directory
from .profile import ProviderProfile
from .refusals import refused
from .tokens import SKEW_SECONDS, require_addressed_to_us, seconds, verified_claims

_EVENT = "http://schemas.openid.net/event/backchannel-logout"
_TYPES = frozenset({"logout+jwt"})
_OLDEST_SECONDS = 300
_MOST_CHARS = 200
_STATE = re.compile(r"[\x20-\x7e]+")


@dataclass(frozen=True, slots=True)
class LogoutNotice:
    """The provider's session that ended: our sessions with this issuer and sid die.

    jti  the message's own name when it came by the back channel; whoever ends the sessions refuses a name seen before
    """

    issuer: str
    sid: str
    jti: str | None = None


@dataclass(frozen=True, slots=True)
class EndSession:
    """Where to log out at the provider: POST `fields` to `url`, or follow `link`."""

    url: str
    fields: dict[str, str]

    @property
    def link(self) -> str:
        return f"{self.url}{'&' if urlsplit(self.url).query else '?'}{urlencode(self.fields)}"


def end_session(
    profile: ProviderProfile, *, post_logout_redirect_uri: str, state: str, now: datetime, providers: Directory = directory
) -> EndSession | None:
    """How the person ends the session at the provider too; None when the provider offers no such thing.

    state        printable ASCII
    Refuses      provider_unreachable, provider_unavailable, provider_malformed
    Source       identity A5.1: client_id and a registered address are enough, so no id_token is kept
    """
    if not _STATE.fullmatch(state):
        raise ValueError("state must be printable ASCII")
    url = providers.metadata(profile, now).end_session_endpoint
    if url is None:
        return None
    fields = {"client_id": profile.client_id, "post_logout_redirect_uri": post_logout_redirect_uri, "state": state}
    return EndSession(url, fields)


def verify_logout_token(profile: ProviderProfile, token: str, *, now: datetime, providers: Directory = directory) -> LogoutNotice:
    """The session a provider says has ended, if the message is truly its own.

    Refuses      id_token_… (which proof failed), logout_event, logout_nonce, logout_sid, logout_jti
    Source       identity A5.3, AD-44. `sub` is not read: it may hold a national number.
    """
    claims = verified_claims(profile, token, types=_TYPES, now=now, providers=providers)
    require_addressed_to_us(profile, claims)
    _require_recent(claims, now)
    _require_logout(claims)
    return LogoutNotice(profile.issuer, _name(claims, "sid"), _name(claims, "jti"))


def frontchannel(profiles: Iterable[ProviderProfile], *, iss: str, sid: str) -> LogoutNotice | None:
    """The session a provider's page says has ended, or None when the issuer isn't ours.

    Source       identity A5.2: their own example writes the issuer with a slash at the end
    """
    named = iss.removesuffix("/")
    known = any(profile.issuer == named for profile in profiles)
    return LogoutNotice(named, sid) if known and sid else None


def _require_recent(claims: dict, now: datetime) -> None:
    moment, issued = now.timestamp(), seconds(claims, "iat")
    if issued > moment + SKEW_SECONDS:
        raise refused("id_token_from_the_future")
    if issued < moment - _OLDEST_SECONDS or ("exp" in claims and seconds(claims, "exp") <= moment - SKEW_SECONDS):
        raise refused("id_token_expired")


def _require_logout(claims: dict) -> None:
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(_EVENT), dict):
        raise refused("logout_event")
    if "nonce" in claims:
        raise refused("logout_nonce")


def _name(claims: dict, claim: str) -> str:
    value = claims.get(claim)
    if not isinstance(value, str) or not 0 < len(value) <= _MOST_CHARS:
        raise refused(f"logout_{claim}")
    return value
