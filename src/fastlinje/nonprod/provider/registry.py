"""Who may ask (clients) and who may log in (people), read from two JSON files."""

import json
from dataclasses import dataclass
from pathlib import Path

from joserfc.jwk import KeySet


@dataclass(frozen=True, slots=True)
class Client:
    """A service registered at one of the two providers."""

    provider: str
    client_id: str
    redirect_uris: tuple[str, ...]
    keys: KeySet
    post_logout_redirect_uris: tuple[str, ...] = ()
    frontchannel_logout_uri: str | None = None
    backchannel_logout_uri: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Someone to log in as. `pid` is None for a person with a foreign identity and no Norwegian number."""

    name: str
    pid: str | None
    description: str
    kind: str
    hpr_number: str | None = None


def read_clients(path: Path) -> tuple[Client, ...]:
    """The clients of both providers."""
    return tuple(_client(entry) for entry in json.loads(path.read_text("utf-8"))["clients"])


def read_people(path: Path) -> tuple[Person, ...]:
    """The people, in the order the page lists them."""
    return tuple(Person(**entry) for entry in json.loads(path.read_text("utf-8"))["people"])


def _client(entry: dict) -> Client:
    return Client(
        provider=entry["provider"],
        client_id=entry["client_id"],
        redirect_uris=tuple(entry["redirect_uris"]),
        keys=KeySet.import_key_set(entry["jwks"]),
        post_logout_redirect_uris=tuple(entry.get("post_logout_redirect_uris", ())),
        frontchannel_logout_uri=entry.get("frontchannel_logout_uri"),
        backchannel_logout_uri=entry.get("backchannel_logout_uri"),
    )
