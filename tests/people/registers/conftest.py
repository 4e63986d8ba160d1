"""Keys made once, a token authority and a clock to move."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from fastlinje.people.oidc.profile import Timeouts
from fastlinje.people.oidc.signing_keys import new_signing_key, public_jwks
from fastlinje.people.registers.maskinporten import Maskinporten, MaskinportenClient
from tests.people.registers.authority import CLIENT_ID, Authority
from tests.people.registers.peer import PATIENT, MovableClock

SCOPE = "krr:global/kontaktinformasjon.read"
OWN_SCOPE = "municipality:representation.read"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def register_keys():
    """Our key pair; RSA keys take a moment."""
    return (new_signing_key(NOW),)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(NOW)


@pytest.fixture
def authority(register_keys, clock) -> Iterator[Authority]:
    """A working authority that knows our key."""
    authority = Authority(public_jwks(register_keys), clock, scopes={SCOPE, OWN_SCOPE})
    with authority.server.serving():
        yield authority


@pytest.fixture
def timeouts() -> Timeouts:
    """How long to wait for a register; see peer.impatient."""
    return PATIENT


@pytest.fixture
def client(authority, register_keys, timeouts) -> MaskinportenClient:
    return MaskinportenClient(authority.issuer, CLIENT_ID, register_keys, development=True, timeouts=timeouts)


@pytest.fixture
def tokens(client, clock) -> Maskinporten:
    return Maskinporten(client, clock)
