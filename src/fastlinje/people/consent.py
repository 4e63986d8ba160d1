"""Changing a person's consent level: the level in force and the row that is kept for ever, together."""

from datetime import datetime
from uuid import UUID

from fastlinje.core.actor import Actor, ConsentLevel
from fastlinje.core.identifiers import new_id

from .models import Consent, ContactCode, ContactPoint, NoticePreference, Person


def lock_self(actor: Actor) -> Person:
    """The actor's own row, whoever they act for, locked for the rest of the command."""
    return lock_person(actor.person_id)


def lock_subject(actor: Actor) -> Person:
    """The row of whom the actor acts for, themselves as a rule, locked for the rest of the command."""
    return lock_person(actor.subject_id)


def lock_person(person_id: UUID) -> Person:
    """Somebody's row, locked for the rest of the command."""
    return Person.objects.select_for_update(of=("self",)).defer("national_id", "national_id_index").get(pk=person_id)


def forget_settings(person: Person) -> int:
    """Delete what somebody who leaves has told us besides: addresses, codes on their way, what they want to be told.

    As far as the actor may: of another person only the worker (people.commands.forget_settings).
    Returns  how many rows there were
    """
    return sum(kept.objects.filter(person_id=person.pk).delete()[0] for kept in (ContactPoint, ContactCode, NoticePreference))


def set_level(person: Person, level: ConsentLevel, *, now: datetime) -> None:
    """Make the level the one in force, and keep that it was chosen."""
    Consent.objects.create(id=new_id(), person=person, level=level, previous_level=person.consent_level, given_at=now)
    person.consent_level = level
    person.save(update_fields=["consent_level"])
