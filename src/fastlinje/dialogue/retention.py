"""How long what nobody needs any more is kept."""

from datetime import datetime, timedelta

DRAFT_KEPT = timedelta(days=30)
PRESENCE_KEPT = timedelta(hours=1)
ORPHAN_KEPT = timedelta(days=1)
"""A file is stored before the row that names it; a day later nobody is still between the two."""


def draft_is_old(updated_at: datetime, now: datetime) -> bool:
    """True for a draft that was last written in more than 30 days ago."""
    return updated_at < now - DRAFT_KEPT
