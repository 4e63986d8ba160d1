"""How new what is stored on each subject is: an older answer would undo something newer, and is not heard."""

from collections.abc import Mapping
from datetime import datetime

from .models import RegisterFreshness
from .registers.representation_register import Subject


def stored_freshness() -> dict[Subject, datetime]:
    """When what is stored was known to be so, on each subject anything was ever stored on; one statement."""
    return {Subject(row.subject): row.fetched_at for row in RegisterFreshness.objects.all()}


def note_freshness(heard: Mapping[str, datetime]) -> None:
    """What is stored on these subjects is as new as this now. Never goes back."""
    for subject, fetched_at in heard.items():
        row, _made = RegisterFreshness.objects.select_for_update(of=("self",)).get_or_create(
            subject=subject, defaults={"fetched_at": fetched_at}
        )
        if row.fetched_at < fetched_at:
            row.fetched_at = fetched_at
            row.save(update_fields=["fetched_at"])
