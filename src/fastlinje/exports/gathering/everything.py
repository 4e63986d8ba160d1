"""One copy: all about oneself, or of somebody else what one may read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fastlinje.people.models import Person

from .appointments import appointments_about
from .dialogue import StoredFile, conversations_about, drafts_of
from .log import log_of
from .person import (
    addresses,
    blocks,
    consents,
    facts,
    notice_choice,
    notices_sent,
    numbers_at_offices,
    offices,
    powers,
    representations,
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What goes into a copy. `focus_ids`: conversations and appointments; `files`: whose bytes go along, newest first."""

    data: dict[str, Any]
    focus_ids: tuple[UUID, ...]
    files: tuple[StoredFile, ...]


def gather(person: Person, requester: Person, *, now: datetime) -> Gathered:
    """All about `person` that `requester` may have."""
    about_oneself = person.pk == requester.pk
    conversations, files = conversations_about(person.pk, about_oneself=about_oneself)
    appointments = appointments_about(person.pk, about_oneself=about_oneself)
    drafts, draft_files = drafts_of(requester.pk, person.pk)
    data = {
        "made_at": now.isoformat(timespec="seconds"),
        "made_for": requester.name,
        "person": facts(person, with_number=about_oneself),
        "offices": offices(person),
        "consents": consents(person),
        "conversations": [told for _id, told in conversations],
        "appointments": [told for _id, told in appointments],
        "drafts": drafts,
    }
    if about_oneself:
        data |= {
            "addresses": addresses(person),
            "numbers_at_offices": numbers_at_offices(person),
            "blocks": blocks(person),
            "notice_choice": notice_choice(person),
            "notices_sent": notices_sent(person),
            "representations": representations(person),
            "powers_of_attorney": powers(person),
            "access_log": log_of(person.pk),
        }
    return Gathered(data, tuple(id for id, _told in (*conversations, *appointments)), (*draft_files, *files))
