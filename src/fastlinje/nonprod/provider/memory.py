"""What the provider remembers for a while: pushed requests, codes, sessions. Nothing survives the process."""

import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from fastlinje.nonprod import clock

from .registry import Person

Thing = TypeVar("Thing")

SSO_IDLE_SECONDS = 30 * 60
SSO_SECONDS = 120 * 60


class Shelf(Generic[Thing]):
    """Things kept under unguessable names until they expire."""

    def __init__(self, seconds: float):
        self._seconds = seconds
        self._lock = threading.Lock()
        self._things: dict[str, tuple[float, Thing]] = {}

    def put(self, thing: Thing, *, prefix: str = "") -> str:
        """Keep it; the answer is its name."""
        name = prefix + secrets.token_urlsafe(24)
        with self._lock:
            self._forget_expired()
            self._things[name] = (time.monotonic() + self._seconds, thing)
        return name

    def get(self, name: str) -> Thing | None:
        """Look without taking."""
        with self._lock:
            expires, thing = self._things.get(name, (0.0, None))
            return thing if expires > time.monotonic() else None

    def take(self, name: str) -> Thing | None:
        """Take it: the second one to ask gets nothing."""
        with self._lock:
            expires, thing = self._things.pop(name, (0.0, None))
            return thing if expires > time.monotonic() else None

    def is_new(self, name: str) -> bool:
        """Remember a name; False when it was remembered already."""
        with self._lock:
            self._forget_expired()
            if name in self._things:
                return False
            self._things[name] = (time.monotonic() + self._seconds, None)
            return True

    def _forget_expired(self) -> None:
        moment = time.monotonic()
        for name in [name for name, (expires, _) in self._things.items() if expires <= moment]:
            del self._things[name]


@dataclass(slots=True)
class SsoSession:
    """A person logged in at the provider, and the clients that know it."""

    sid: str
    person: Person
    level: str
    amr: tuple[str, ...]
    auth_time: int
    used_at: float
    client_ids: set[str] = field(default_factory=set)

    def alive(self) -> bool:
        """30 minutes since the last login request, 120 in all (identity A4)."""
        return clock.seconds() - self.used_at < SSO_IDLE_SECONDS and clock.seconds() - self.auth_time < SSO_SECONDS
