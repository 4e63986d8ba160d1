"""What was caught, newest first, kept in one file so that a restart of the demo loses nothing."""

import json
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

_KEPT = 500


@dataclass(frozen=True, slots=True)
class Message:
    """An e-mail or SMS that would have been delivered.

    kind         "e-post" or "SMS"
    received_at  ISO 8601 with time zone
    """

    kind: str
    recipient: str
    sender: str
    subject: str
    text: str
    received_at: str


def message(kind: str, *, recipient: str, sender: str, subject: str, text: str) -> Message:
    """A message caught now."""
    return Message(kind, recipient, sender, subject, text, datetime.now(UTC).isoformat(timespec="seconds"))


class Outbox:
    """The caught messages. Safe to use from several threads."""

    def __init__(self, path: Path):
        self._path = path
        self._lock = threading.Lock()
        self._messages: list[Message] = []
        if path.exists():
            self._messages = [Message(**json.loads(line)) for line in path.read_text("utf-8").splitlines()][-_KEPT:]

    def add(self, caught: Message) -> None:
        """Keep a message."""
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            self._messages = [*self._messages, caught][-_KEPT:]
            file.write(json.dumps(asdict(caught), ensure_ascii=False) + "\n")

    def newest_first(self) -> Sequence[Message]:
        """All messages kept."""
        with self._lock:
            return self._messages[::-1]
