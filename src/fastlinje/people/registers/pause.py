"""A register that just failed is left alone for a moment, so that people don't wait for it one after another."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from .unavailable import Reason, RegisterUnavailable

_LENGTH = timedelta(seconds=10)
_WORTH_A_PAUSE = frozenset({Reason.UNREACHABLE, Reason.BUSY, Reason.FAILED})


class Pause:
    """One per register and process, shared by its threads."""

    def __init__(self, register: str, clock: Callable[[], datetime]):
        self._register, self._clock = register, clock
        self._until: datetime | None = None

    @contextmanager
    def around_call(self) -> Iterator[None]:
        """Wraps one call. Raises RegisterUnavailable (resting) at once during the pause."""
        if self._until is not None and self._clock() < self._until:
            raise RegisterUnavailable(self._register, Reason.RESTING)
        try:
            yield
        except RegisterUnavailable as error:
            if error.reason in _WORTH_A_PAUSE:
                self._until = self._clock() + (error.retry_after or _LENGTH)
            raise
        self._until = None
