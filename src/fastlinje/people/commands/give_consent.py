"""Choosing how much of the service one uses."""

from datetime import datetime

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor, ConsentLevel

from ..consent import lock_subject, set_level
from ..rules import check_may_choose, check_raise


@command
def give_consent(*, actor: Actor, now: datetime, level: ConsentLevel) -> None:
    """Choose a consent level for the first time, or a higher one.

    Choosing the level one already has changes nothing.
    Refuses  parents_choose, consent_not_raised
    Source   F-003–F-005, rules.md 2
    """
    check_may_choose(actor)
    person = lock_subject(actor)
    current = ConsentLevel(person.consent_level)
    check_raise(current, level)
    if level is not current:
        set_level(person, level, now=now)
    record(actor, "consent.give", now=now, person_id=person.pk, entity=("Consent", person.pk), why="self")
