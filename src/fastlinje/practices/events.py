"""What happens between people and offices, told to whoever subscribes (config/subscriptions.py). Ids only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LeftOffice:
    """A person is no longer on a list at an office: what was open there is closed.

    left_at  when (ISO 8601), so that somebody who leaves twice is told twice; "" in news older than this field
    """

    person_id: UUID
    practice_id: UUID
    left_at: str = ""
