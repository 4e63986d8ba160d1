"""What somebody has told us of where and when to reach them goes when they leave, also when a parent leaves for them."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor, ConsentLevel

from ..consent import forget_settings, lock_person


@command
def forget_settings_of(*, actor: Actor, now: datetime, person_id: UUID) -> None:
    """Delete the addresses, codes and choices of notices of somebody at consent «none». By the worker.

    Whoever withdraws for themselves deletes them in the same act. A parent may not see a young person's, so they are deleted here.
    Nothing happens if there are none, or the level is another by now.
    Source  F-006, AD-32
    """
    person = lock_person(person_id)
    if person.consent_level != ConsentLevel.NONE or not forget_settings(person):
        nothing_done("nothing to forget")
        return
    record(actor, "contact_point.remove", now=now, person_id=person.pk, entity=("Person", person.pk))
