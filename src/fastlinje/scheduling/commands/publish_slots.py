"""Making slots of weekly templates."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound
from fastlinje.core.rows import insert, update

from ..events import PublicationRequested
from ..models import Publication
from ..office_rules import check_publication, check_total
from ..publishing import advance, next_days, times_of, write_slots
from ..states import PublicationState
from ..templates import templates_of
from ..week import days_between


@command
def publish_slots(*, actor: Actor, now: datetime, schedule_ids: Sequence[UUID], first_date: date, last_date: date) -> UUID:
    """Let a job make the times that the weekly templates ask for. Holidays, absences and what is there already are left out.

    Returns  the publication's id; its `made` and `total` tell how far it has come
    Refuses  not_found, dates_reversed, in_the_past, too_long, nothing_to_publish
    Emits    PublicationRequested
    """
    check_publication(first_date, last_date, oslo_date(now))
    wanted = list(dict.fromkeys(schedule_ids))
    templates = templates_of(actor.practice_id, wanted, first_date, last_date)
    if not wanted or set(templates) != set(wanted):
        raise NotFound
    days = list(days_between(first_date, last_date))
    total = sum(len(times_of(template, days)) for template in templates.values())
    check_total(total)
    publication = Publication(
        id=new_id(),
        practice_id=actor.practice_id,
        schedule_ids=wanted,
        first_date=first_date,
        last_date=last_date,
        total=total,
        next_date=first_date,
        requested_at=now,
        requested_by=actor.name,
    )
    insert(publication)
    record(actor, "slots.publish", now=now, entity=("Publication", publication.pk), why="office_task")
    emit(PublicationRequested(publication.pk))
    return publication.pk


@command
def make_slots(*, actor: Actor, now: datetime, publication_id: UUID) -> bool:
    """Make the next part of a publication. Run again it goes on where it came to.

    Returns  whether more is left
    """
    publication = lock_publication(publication_id)
    if publication.status != PublicationState.RUNNING:
        nothing_done("not running")
        return False
    schedule_id = publication.schedule_ids[publication.next_schedule]
    days = next_days(publication)
    template = templates_of(publication.practice_id, [schedule_id], days[0], days[-1]).get(schedule_id)
    publication.made += write_slots(publication.practice_id, schedule_id, times_of(template, days), publication.pk)
    is_more = advance(publication, days)
    if not is_more:
        publication.next_schedule -= 1
        publication.status, publication.done_at = PublicationState.DONE, now
    update(publication, "made", "next_date", "next_schedule", "status", "done_at")
    record(actor, "slots.make", now=now, practice_id=publication.practice_id, entity=("Publication", publication.pk))
    return is_more


def lock_publication(publication_id: UUID) -> Publication:
    """The publication, locked for the rest of the command; NotFound when it is not the actor's to see."""
    publication = Publication.objects.select_for_update(of=("self",)).filter(pk=publication_id).first()
    if publication is None:
        raise NotFound
    return publication
