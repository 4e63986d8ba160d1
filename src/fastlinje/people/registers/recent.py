"""What the contact register said a moment ago, so that one page or one round of notices asks once. In memory only, minutes only."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from threading import Lock

from .contact_register import RegisteredContact

_KEPT_FOR = timedelta(minutes=5)
_MOST = 5000


class Recent:
    """Bounded in time and number. Shared by threads."""

    def __init__(self, clock: Callable[[], datetime]):
        self._clock, self._lock = clock, Lock()
        self._kept: dict[str, tuple[datetime, RegisteredContact]] = {}

    def among(self, national_ids: Iterable[str]) -> dict[str, RegisteredContact]:
        """Those of these people we still remember."""
        oldest = self._clock() - _KEPT_FOR
        with self._lock:
            known = {national_id: self._kept[national_id] for national_id in national_ids if national_id in self._kept}
        return {national_id: contact for national_id, (at, contact) in known.items() if at > oldest}

    def keep(self, contacts: Mapping[str, RegisteredContact]) -> None:
        """Remember these; the oldest go first."""
        now = self._clock()
        with self._lock:
            for national_id, contact in contacts.items():
                self._kept.pop(national_id, None)
                self._kept[national_id] = (now, contact)
            while self._kept and self._must_go(next(iter(self._kept.values()))[0], now):
                del self._kept[next(iter(self._kept))]

    def drop(self, national_id: str) -> None:
        with self._lock:
            self._kept.pop(national_id, None)

    def _must_go(self, at: datetime, now: datetime) -> bool:
        return len(self._kept) > _MOST or at <= now - _KEPT_FOR
