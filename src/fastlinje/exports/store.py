"""Where copies lie: sealed among the stored files, under the export's id. The sweeper of files would take them after a day too."""

from uuid import UUID

from fastlinje.dialogue.files.store import FileMissing
from fastlinje.dialogue.uploads import file_store


def keep(export_id: UUID, content: bytes) -> None:
    """Store a copy, encrypted."""
    file_store().put(export_id, content)


def kept(export_id: UUID) -> bytes | None:
    """The copy; None when it is deleted."""
    try:
        return file_store().get(export_id)
    except FileMissing:
        return None


def forget(export_id: UUID) -> None:
    """Delete a copy; fine if it is gone."""
    file_store().delete(export_id)
