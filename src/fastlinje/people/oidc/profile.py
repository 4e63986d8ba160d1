"""What we demand of a login provider. Two profiles exist: `idporten(...)` for citizens and `helseid(...)` for staff."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from joserfc.jwk import Key

ProviderName = Literal["idporten", "helseid"]

_HELSEID = "helseid://claims/"


class InsecureProfile(ValueError):
    """A configuration that would let someone in on too little. Raised at start-up, never while a person logs in."""


@dataclass(frozen=True, slots=True)
class ClaimNames:
    """Where a provider writes the things we read from its id_token."""

    pid: str
    level: str
    hpr_number: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. `total` bounds one exchange, so that a provider that drips one byte at a time is given up as well."""

    connect: float = 2.0
    read: float = 3.0
    total: float = 4.0


@dataclass(frozen=True, slots=True)
class ProviderProfile:
    """Everything fixed about one provider.

    issuer             exactly as in its tokens, no trailing slash
    signing_keys       our private keys, newest first; the newest signs, `kid` names it
    requested_acr      the level we ask for
    accepted_levels    the only values of the level claim that let a person in, compared for equality
    id_token_algs      signature algorithms we accept, narrowed further by the provider's metadata
    is_test_issuer     True lets synthetic people and TestID in; never in production
    development        True permits plain HTTP to a loopback address
    """

    name: ProviderName
    issuer: str
    client_id: str
    signing_keys: tuple[Key, ...]
    requested_acr: str
    accepted_levels: frozenset[str]
    scopes: tuple[str, ...]
    id_token_algs: frozenset[str]
    claims: ClaimNames
    assertion_alg: str
    dpop: bool = False
    require_par: bool = False
    is_test_issuer: bool = False
    development: bool = False
    timeouts: Timeouts = Timeouts()

    def __post_init__(self) -> None:
        if not self.client_id or not self.signing_keys or not self.accepted_levels:
            raise InsecureProfile(f"{self.name}: client_id, signing key and accepted level are all needed")
        if self.issuer.endswith("/") or not self.allows_address(self.issuer):
            raise InsecureProfile(f"{self.name}: the issuer must be https and have no slash at the end")
        if not self.id_token_algs or any(alg == "none" or alg.startswith("HS") for alg in self.id_token_algs):
            raise InsecureProfile(f"{self.name}: only asymmetric signatures are accepted")

    def allows_address(self, url: str) -> bool:
        """True for https, and in development for http to this machine itself."""
        parts = urlsplit(url)
        if not parts.hostname or parts.username or parts.password:
            return False
        return parts.scheme == "https" or (self.development and parts.scheme == "http" and is_loopback(parts.hostname))


def is_loopback(host: str) -> bool:
    """True for localhost, 127.0.0.0/8 and ::1."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def idporten(
    *,
    issuer: str,
    client_id: str,
    signing_keys: tuple[Key, ...],
    is_test_issuer: bool = False,
    allow_eidas_high: bool = False,
    development: bool = False,
    timeouts: Timeouts = Timeouts(),  # noqa: B008 frozen value
) -> ProviderProfile:
    """Citizens log in here with BankID, Buypass or Commfides: level high and nothing else (eIDAS high by explicit choice).

    Source       identity A1–A3
    """
    levels = {"idporten-loa-high"} | ({"eidas-loa-high"} if allow_eidas_high else set())
    return ProviderProfile(
        name="idporten",
        issuer=issuer,
        client_id=client_id,
        signing_keys=signing_keys,
        requested_acr="idporten-loa-high",
        accepted_levels=frozenset(levels),
        scopes=("openid", "profile"),
        id_token_algs=frozenset({"RS256"}),
        claims=ClaimNames(pid="pid", level="acr"),
        assertion_alg="RS256",
        is_test_issuer=is_test_issuer,
        development=development,
        timeouts=timeouts,
    )


def helseid(
    *,
    issuer: str,
    client_id: str,
    signing_keys: tuple[Key, ...],
    is_test_issuer: bool = False,
    development: bool = False,
    timeouts: Timeouts = Timeouts(),  # noqa: B008 frozen value
) -> ProviderProfile:
    """Health personnel log in here. FAPI 2.0: the request is pushed, tokens are bound to a key of ours. HPR number may be absent.

    Source       identity C
    """
    return ProviderProfile(
        name="helseid",
        issuer=issuer,
        client_id=client_id,
        signing_keys=signing_keys,
        requested_acr="Level4",
        accepted_levels=frozenset({"4"}),
        scopes=(
            "openid",
            "profile",
            "helseid://scopes/identity/pid",
            "helseid://scopes/identity/security_level",
            "helseid://scopes/hpr/hpr_number",
        ),
        id_token_algs=frozenset({"PS256", "ES256", "RS256"}),
        claims=ClaimNames(
            pid=f"{_HELSEID}identity/pid",
            level=f"{_HELSEID}identity/security_level",
            hpr_number=f"{_HELSEID}hpr/hpr_number",
            name="name",
        ),
        assertion_alg="PS256",
        dpop=True,
        require_par=True,
        is_test_issuer=is_test_issuer,
        development=development,
        timeouts=timeouts,
    )
