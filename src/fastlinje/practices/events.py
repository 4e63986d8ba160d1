"""What happens between people and offices, told to whoever subscribes (config/subscriptions.py). Ids only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LeftOffice:
    """A person is no longer on a list at an office: what was open there is closed."""

    person_id: UUID
    practice_id: UUID
