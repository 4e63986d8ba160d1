"""What happens to copies, told to whoever subscribes (config/subscriptions.py). Ids only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DataExportRequested:
    """A person wants a copy: it has to be made."""

    export_id: UUID


@dataclass(frozen=True, slots=True)
class DataExportReady:
    """A copy can be fetched."""

    export_id: UUID
