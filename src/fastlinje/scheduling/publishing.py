"""Writing many slots at once."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from fastlinje.core.identifiers import new_id

from .models import Publication
from .templates import Template
from .week import Time, times_on, works_on

MOST_DAYS = 30
"""How many days of one schedule are written in one command: a second's work at most, so that it can be followed and stopped."""

_INSERT = """
    insert into scheduling_slot (id, practice_id, schedule_id, service_id, start_at, end_at, status, online, bookable_from,
                                 bookable_until, held_until, publication_id)
    select t.id, %s, %s, t.service, t.starts, t.ends, 'free', t.online, t.opens, t.closes, null, %s
      from unnest(%s::uuid[], %s::uuid[], %s::timestamptz[], %s::timestamptz[], %s::boolean[], %s::timestamptz[],
                  %s::timestamptz[]) as t (id, service, starts, ends, online, opens, closes)
    on conflict do nothing
"""


def write_slots(practice_id: UUID, schedule_id: UUID, times: Sequence[Time], publication_id: UUID | None = None) -> int:
    """Make slots of times, but for those that would overlap what is there; how many were made."""
    if not times:
        return 0
    columns = [
        [new_id() for _ in times],
        [each.service_id for each in times],
        [each.start_at for each in times],
        [each.end_at for each in times],
        [each.online for each in times],
        [each.bookable_from for each in times],
        [each.bookable_until for each in times],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [practice_id, schedule_id, publication_id, *columns])
        return cursor.rowcount


def next_days(publication: Publication) -> list[date]:
    """The days that are done next, of the schedule it has come to."""
    left = (publication.last_date - publication.next_date).days + 1
    return [publication.next_date + timedelta(days=number) for number in range(min(left, MOST_DAYS))]


def times_of(template: Template | None, days: Sequence[date]) -> list[Time]:
    """What a template gives on those days; nothing for a schedule that is no more."""
    if template is None:
        return []
    return [moment for day in days if works_on(day, template.absences) for moment in times_on(day, template.lines)]


def advance(publication: Publication, days: Sequence[date]) -> bool:
    """Past those days, to the next schedule when this one is through, in memory; False when all is done."""
    publication.next_date = days[-1] + timedelta(days=1)
    if publication.next_date > publication.last_date:
        publication.next_date, publication.next_schedule = publication.first_date, publication.next_schedule + 1
    return publication.next_schedule < len(publication.schedule_ids)
