"""One week's times once more."""

from datetime import date, datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.rows import insert

from ..copying import Outcome
from ..models import Publication
from ..office_rules import check_total
from ..publishing import write_slots
from ..states import PublicationState
from ..week_copies import WEEK, monday_of, week_copy_for


@command
def copy_week(*, actor: Actor, now: datetime, source_id: UUID, source_day: date, target_id: UUID, target_day: date) -> UUID:
    """Make the times of one schedule's week in another week, in the same schedule or another, at the same time on the wall.

    What is there already stays; holidays, absences and what has been are left out. It is a publication that is done at once, and
    is undone as any other. A week is a few hundred rows at most.
    Returns  the publication's id
    Refuses  not_found, same_week, too_far, nothing_to_publish
    """
    target = monday_of(target_day)
    about = {"source_id": source_id, "source_day": source_day, "target_id": target_id, "target_day": target_day}
    copies = week_copy_for(actor.practice_id, **about, now=now)
    wanted = [each.time for each in copies if each.outcome in (Outcome.MADE, Outcome.IN_THE_WAY)]
    check_total(sum(each.outcome is Outcome.MADE for each in copies))
    publication_id = new_id()
    made = write_slots(actor.practice_id, target_id, wanted, publication_id)
    publication = Publication(
        id=publication_id,
        practice_id=actor.practice_id,
        schedule_ids=[target_id],
        first_date=target,
        last_date=target + WEEK,
        status=PublicationState.DONE,
        made=made,
        total=len(wanted),
        next_date=target + WEEK,
        requested_at=now,
        requested_by=actor.name,
        done_at=now,
    )
    insert(publication)
    record(actor, "slots.copy", now=now, entity=("Publication", publication.pk), why="office_task")
    return publication.pk
