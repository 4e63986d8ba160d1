"""What a register's answer means for the rows about one person: worked out first, so that it can be counted before it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from .models import Person, RelatedPerson
from .register_rows import SOURCE, Wanted, covered_bases, protections, wanted_rows
from .registers.representation_register import RepresentationStatus


class Change(StrEnum):
    """What happens to a row. KEEP: it stands as it should, and only the time of the check is new."""

    BEGIN = "begin"
    CHANGE = "change"
    KEEP = "keep"
    END = "end"


@dataclass(frozen=True, slots=True)
class Step:
    """One row.

    wanted  how it is to be; None for one that ends
    person  who is represented; None for somebody nobody here knew
    row     the row as it stands; None for one to begin, or where two people have agreed on the same here
    """

    change: Change
    wanted: Wanted | None
    person: Person | None
    row: RelatedPerson | None


@dataclass(frozen=True, slots=True)
class Plan:
    """All that one answer changes. `protections`: people with the code their address is to have."""

    steps: tuple[Step, ...]
    protections: tuple[tuple[Person, str], ...]

    @property
    def changed(self) -> tuple[Step, ...]:
        """The rows that do not just stand."""
        return tuple(step for step in self.steps if step.change is not Change.KEEP)


def known_as(national_id: str) -> Person | None:
    """The person with that number, if there is one here."""
    digests = settings.INDEX_RING.digests(national_id)
    wanted = Q(national_id_index__in=digests) | Q(next_national_id_index__in=digests)
    return Person.objects.filter(wanted).defer("national_id").first()


def standing_rows(me: Person, status: RepresentationStatus) -> QuerySet[RelatedPerson]:
    """The rows an answer may end: made by a register, on grounds the source knows about."""
    return RelatedPerson.objects.filter(
        related=me, ended_at__isnull=True, source__startswith=SOURCE, basis__in=covered_bases(status)
    )


def plan_for(me: Person, status: RepresentationStatus, standing: QuerySet[RelatedPerson], today: date) -> Plan:
    """Writes nothing. `standing`: as `standing_rows` gives them, locked by whoever will carry it out."""
    found = {(row.person_id, row.basis): row for row in standing}
    steps = [_step(me, wanted, status, found) for wanted in wanted_rows(status, today)]
    ends = [Step(Change.END, None, None, row) for row in found.values()]
    return Plan(tuple(steps + ends), tuple(_protections(status)))


def terms_of(wanted: Wanted, status: RepresentationStatus) -> dict[str, object]:
    """The fields of a row that a register decides."""
    return {
        "scopes": list(wanted.scopes),
        "shares_address": wanted.home_is_shared,
        "start_date": wanted.start_date,
        "end_date": wanted.end_date,
        "source": f"{SOURCE}{status.source}"[:60],
    }


def _step(me: Person, wanted: Wanted, status: RepresentationStatus, found: dict[tuple[UUID, str], RelatedPerson]) -> Step:
    """Takes the row out of `found`. What two people agreed here on the same ground stays: a register does not widen it."""
    person = known_as(wanted.national_id)
    if person is None:
        return Step(Change.BEGIN, wanted, None, None)
    row = found.pop((person.pk, wanted.basis), None)
    if row is not None:
        return Step(_difference(row, terms_of(wanted, status)), wanted, person, row)
    agreed = RelatedPerson.objects.filter(person=person, related=me, basis=wanted.basis, ended_at__isnull=True)
    return Step(Change.KEEP if agreed.exists() else Change.BEGIN, wanted, person, None)


def _difference(row: RelatedPerson, terms: dict[str, object]) -> Change:
    """Another name of the source is no change."""
    is_same = all(getattr(row, name) == value for name, value in terms.items() if name != "source")
    return Change.KEEP if is_same else Change.CHANGE


def _protections(status: RepresentationStatus) -> Iterator[tuple[Person, str]]:
    for national_id, code in protections(status).items():
        person = known_as(national_id)
        if person and person.address_protection != code:
            yield person, code
