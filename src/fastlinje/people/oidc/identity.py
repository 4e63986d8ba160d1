"""From a token the provider signed to a person we know: every check of spec/identity A3."""

import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime

from fastlinje.core.identifiers import is_synthetic, valid_national_id

from .metadata import Directory
from .profile import ProviderProfile
from .refusals import refused
from .tokens import SKEW_SECONDS, require_addressed_to_us, seconds, verified_claims
from .transaction import Transaction

_TYPES = frozenset({None, "jwt"})
_TEST_METHOD = "testid"
_MOST_CHARS = 200


@dataclass(frozen=True, slots=True)
class Identity:
    """Who logged in, as the provider states it.

    pid          fødselsnummer or D-number, valid; left out of repr so that it never reaches a log
    sid          the provider's name for its session, needed to log out by front and back channel
    acr          the level, one of the profile's accepted ones
    amr          how the person proved it; for the audit log, never for decisions
    auth_time    when they proved it, earlier than now if they came by single sign-on
    hpr_number   HelseID only, and absent for secretaries
    """

    issuer: str
    pid: str = field(repr=False)
    sid: str
    acr: str
    amr: tuple[str, ...]
    auth_time: datetime
    name: str | None = field(default=None, repr=False)
    hpr_number: str | None = None
    locale: str | None = None


def read_identity(
    profile: ProviderProfile, id_token: str, *, transaction: Transaction, now: datetime, providers: Directory
) -> Identity:
    """The identity in a fresh id_token meant for this login and nobody else's.

    Refuses      id_token_… (which proof failed), level_too_low, pid_missing, pid_invalid, test_identity, login_too_old
    Source       identity A3
    """
    claims = verified_claims(profile, id_token, types=_TYPES, now=now, providers=providers)
    require_addressed_to_us(profile, claims)
    _require_current(claims, transaction, now)
    _require_nonce(claims, transaction)
    level = _level(profile, claims)
    amr = _amr(claims)
    return Identity(
        issuer=profile.issuer,
        pid=_pid(profile, claims, amr),
        sid=_text(claims, "sid"),
        acr=level,
        amr=amr,
        auth_time=_auth_time(claims, transaction, now),
        name=_optional_text(claims, profile.claims.name),
        hpr_number=_optional_text(claims, profile.claims.hpr_number),
        locale=_optional_text(claims, "locale"),
    )


def _require_current(claims: dict, transaction: Transaction, now: datetime) -> None:
    moment = now.timestamp()
    if seconds(claims, "exp") <= moment - SKEW_SECONDS:
        raise refused("id_token_expired")
    issued = seconds(claims, "iat")
    if issued > moment + SKEW_SECONDS or ("nbf" in claims and seconds(claims, "nbf") > moment + SKEW_SECONDS):
        raise refused("id_token_from_the_future")
    # It answers a question asked at begun_at, so it can't be older than that.
    if issued < transaction.begun_at.timestamp() - SKEW_SECONDS:
        raise refused("id_token_expired")


def _require_nonce(claims: dict, transaction: Transaction) -> None:
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), transaction.nonce.encode()):
        raise refused("id_token_nonce")


def _level(profile: ProviderProfile, claims: dict) -> str:
    level = claims.get(profile.claims.level)
    if not isinstance(level, str) or level not in profile.accepted_levels:
        raise refused("level_too_low")
    return level


def _amr(claims: dict) -> tuple[str, ...]:
    """A list nowadays, a plain string on older pages of the documentation: several methods then stand with spaces between."""
    amr = claims.get("amr", [])
    methods = amr.split() if isinstance(amr, str) else amr
    if not isinstance(methods, list) or not all(isinstance(method, str) for method in methods):
        raise refused("id_token_malformed")
    return tuple(part for method in methods for part in method.split())


def _pid(profile: ProviderProfile, claims: dict, amr: tuple[str, ...]) -> str:
    if any(method.lower() == _TEST_METHOD for method in amr) and not profile.is_test_issuer:
        raise refused("test_identity")
    pid = claims.get(profile.claims.pid)
    if pid is None or pid == "":
        raise refused("pid_missing")
    if not isinstance(pid, str) or not pid.isascii() or not valid_national_id(pid):
        raise refused("pid_invalid")
    if is_synthetic(pid) and not profile.is_test_issuer:
        raise refused("test_identity")
    return pid


def _auth_time(claims: dict, transaction: Transaction, now: datetime) -> datetime:
    moment = seconds(claims, "auth_time")
    if moment > now.timestamp() + SKEW_SECONDS:
        raise refused("id_token_from_the_future")
    oldest = transaction.begun_at.timestamp() if transaction.fresh_login else 0
    if transaction.max_age is not None:
        oldest = max(oldest, now.timestamp() - transaction.max_age)
    if moment < oldest - SKEW_SECONDS:
        raise refused("login_too_old")
    # Never later than now: the absolute session limit counts from here, and a fast clock over there must not lengthen it.
    return datetime.fromtimestamp(min(moment, now.timestamp()), UTC)


def _text(claims: dict, name: str) -> str:
    value = _optional_text(claims, name)
    if value is None:
        raise refused(f"id_token_{name}")
    return value


def _optional_text(claims: dict, name: str | None) -> str | None:
    value = claims.get(name) if name else None
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > _MOST_CHARS:
        raise refused("id_token_malformed")
    return value
