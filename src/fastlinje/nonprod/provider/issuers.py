"""The two providers in this process: what differs between ID-porten and HelseID."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from .memory import Shelf, SsoSession
from .registry import Client, Person

_HELSEID = "helseid://claims/"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of assurance a person can choose on the page."""

    acr: str
    rank: int
    name: str
    amr: str


@dataclass(frozen=True)
class Issuer:
    """One provider: its address, its rules, its key, and what it remembers."""

    name: str
    title: str
    address: str
    alg: str
    kind: str
    levels: tuple[Level, ...]
    bound_tokens: bool
    clients: tuple[Client, ...]
    people: tuple[Person, ...]
    key: RSAKey
    pushed: Shelf[dict[str, str]] = field(default_factory=lambda: Shelf(120))
    waiting: Shelf[Any] = field(default_factory=lambda: Shelf(600))
    codes: Shelf[Any] = field(default_factory=lambda: Shelf(60))
    sessions: Shelf[SsoSession] = field(default_factory=lambda: Shelf(7200))
    assertions: Shelf[None] = field(default_factory=lambda: Shelf(120))
    proofs: Shelf[None] = field(default_factory=lambda: Shelf(600))
    nonces: Shelf[None] = field(default_factory=lambda: Shelf(300))

    @property
    def cookie(self) -> str:
        return f"prove_{self.name}"

    def client(self, client_id: str | None) -> Client | None:
        return next((client for client in self.clients if client.client_id == client_id), None)

    def person(self, pid: str) -> Person | None:
        return next((person for person in self.people if person.pid == pid), None)

    def level(self, named: str | None) -> Level | None:
        """The level of that name, in this provider's spelling or HelseID's (Level4, High)."""
        return next((level for level in self.levels if named in (level.acr, f"Level{level.acr}")), None)

    def sign(self, claims: dict, *, typ: str = "JWT") -> str:
        return jwt.encode({"alg": self.alg, "kid": self.key.kid, "typ": typ}, claims, self.key, algorithms=[self.alg])

    def subject(self, client: Client, person: Person) -> str:
        """Pairwise: no two clients see the same value, so nobody can join on it."""
        return hashlib.sha256(f"{client.client_id} {person.name} {person.pid}".encode()).hexdigest()[:32]

    def claims(self, person: Person, level: str) -> dict:
        """What the id_token says about the person, besides the protocol's own claims."""
        if self.name == "idporten":
            return {"pid": person.pid, "acr": level} if person.pid else {"acr": level}
        claims = {
            "name": person.name,
            f"{_HELSEID}identity/security_level": level,
            f"{_HELSEID}identity/assurance_level": "high" if level == "4" else "substantial",
            f"{_HELSEID}identity/network": "internett",
            f"{_HELSEID}identity/pid": person.pid,
            f"{_HELSEID}hpr/hpr_number": person.hpr_number,
        }
        return {name: value for name, value in claims.items() if value is not None}


def make_issuers(base: str, clients: tuple[Client, ...], people: tuple[Person, ...]) -> dict[str, Issuer]:
    """Both providers under one address, each with a key of its own."""
    return {issuer.name: issuer for issuer in (_idporten(base, clients, people), _helseid(base, clients, people))}


def _idporten(base: str, clients: tuple[Client, ...], people: tuple[Person, ...]) -> Issuer:
    return Issuer(
        name="idporten",
        title="ID-porten",
        address=f"{base}/idporten",
        alg="RS256",
        kind="citizen",
        levels=(
            Level("idporten-loa-high", 4, "Høyt – som BankID", "BankID"),
            Level("idporten-loa-substantial", 3, "Betydelig – som MinID", "MinID"),
        ),
        bound_tokens=False,
        clients=tuple(client for client in clients if client.provider == "idporten"),
        people=tuple(person for person in people if person.kind == "citizen"),
        key=_key(),
    )


def _helseid(base: str, clients: tuple[Client, ...], people: tuple[Person, ...]) -> Issuer:
    return Issuer(
        name="helseid",
        title="HelseID",
        address=f"{base}/helseid",
        alg="PS256",
        kind="staff",
        levels=(Level("4", 4, "Nivå 4 – som BankID eller Buypass", "bankid"), Level("3", 3, "Nivå 3", "pwd")),
        bound_tokens=True,
        clients=tuple(client for client in clients if client.provider == "helseid"),
        people=tuple(person for person in people if person.kind == "staff"),
        key=_key(),
    )


def _key() -> RSAKey:
    return RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True)
