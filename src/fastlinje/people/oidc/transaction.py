"""One attempt to log in, carried by the browser in an encrypted cookie: nothing is stored until someone has logged in."""

import base64
import binascii
import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from fastlinje.core.crypto import Ring, Undecryptable
from fastlinje.core.identifiers import new_id

from .profile import ProviderProfile
from .refusals import refused

MAX_AGE = timedelta(minutes=10)
_LABEL = "people.oidc.transaction"
_SLOT_CHARS = 8


@dataclass(frozen=True, slots=True)
class Transaction:
    """What must be the same when the person comes back.

    state         also names the cookie (`slot`), so that two tabs can log in at the same time
    fresh_login   True when the provider was told to ask the person again (prompt=login)
    """

    id: UUID
    provider: str
    issuer: str
    state: str
    nonce: str
    verifier: str
    redirect_uri: str
    next_url: str
    begun_at: datetime
    fresh_login: bool = False
    max_age: int | None = None

    @classmethod
    def start(
        cls, profile: ProviderProfile, *, redirect_uri: str, next_url: str, now: datetime, fresh_login: bool, max_age: int | None
    ) -> "Transaction":
        """A new attempt with its own random state, nonce and PKCE verifier."""
        return cls(
            id=new_id(),
            provider=profile.name,
            issuer=profile.issuer,
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            redirect_uri=redirect_uri,
            next_url=next_url,
            begun_at=now,
            fresh_login=fresh_login,
            max_age=max_age,
        )

    @property
    def slot(self) -> str:
        """The part of the state that names the cookie."""
        return slot_of(self.state)

    @property
    def challenge(self) -> str:
        """PKCE S256 of the verifier, without padding."""
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).decode().rstrip("=")

    def seal(self, ring: Ring) -> str:
        """The cookie's value: unreadable and unchangeable for the browser."""
        fields = {name: value for name, value in asdict(self).items() if name != "id"}
        content = json.dumps({**fields, "begun_at": self.begun_at.timestamp()}).encode()
        return base64.urlsafe_b64encode(self.id.bytes + ring.seal(content, label=_LABEL, pk=self.id)).decode()

    @classmethod
    def open(cls, ring: Ring, value: str, *, now: datetime) -> "Transaction":
        """Read a cookie `seal` made at most ten minutes ago. Refuses login_not_started_here, login_expired."""
        try:
            raw = base64.urlsafe_b64decode(value.encode())
            pk = UUID(bytes=raw[:16])
            fields = json.loads(ring.open(raw[16:], label=_LABEL, pk=pk))
        except (Undecryptable, binascii.Error, ValueError):
            raise refused("login_not_started_here") from None
        transaction = cls(id=pk, begun_at=datetime.fromtimestamp(fields.pop("begun_at"), UTC), **fields)
        if now - transaction.begun_at > MAX_AGE:
            raise refused("login_expired")
        return transaction


def slot_of(state: str) -> str:
    """Which cookie a returning `state` belongs to; only characters that may stand in a cookie's name."""
    return "".join(char for char in state[:_SLOT_CHARS] if char.isascii() and (char.isalnum() or char in "-_"))
