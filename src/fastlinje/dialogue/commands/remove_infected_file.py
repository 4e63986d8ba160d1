"""A held file turned out to hold a virus."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

from ..held_files import lock_held, what_it_hangs_on


@command
def remove_infected_file(*, actor: Actor, now: datetime, file_id: UUID) -> None:
    """Take a file with a virus away before anybody has opened it; the person sees so in their log. The sweeper removes its bytes.

    Refuses  not_found
    Source   AD-60
    """
    file = lock_held(file_id)
    about = what_it_hangs_on(file)
    record(actor, "file.remove_infected", now=now, person_id=file.person_id, practice_id=file.practice_id, entity=about)
    file.delete()
