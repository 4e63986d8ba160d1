"""What happens to a notice, told to whoever subscribes (config/subscriptions.py). Ids only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NoticeQueued:
    """A notice is to be sent, or tried again."""

    notice_id: UUID
