"""Bringing the rows about whom somebody may act for in line with what a register says."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor, ConsentLevel
from fastlinje.core.clock import oslo_date
from fastlinje.core.identifiers import new_id

from ..models import Person, RelatedPerson
from ..register_rows import SOURCE, Wanted, covered_bases, protections, wanted_rows
from ..registers.representation_register import RepresentationStatus

CHANGED, SAME, UNKNOWN = "changed", "same", "unknown"


@command
def apply_representation(*, actor: Actor, now: datetime, status: RepresentationStatus) -> str:
    """Let one person act for those the register says, and no longer for those it does not say any more.

    Only rows that came from a register, and only grounds the source knows about, are ended. Somebody who is represented and not
    known here becomes a person who has chosen nothing, so that a parent can act for a child that never logs in.
    Returns  "changed", "same", or "unknown" when nobody here has that number: then nothing is stored about them
    Source   F-101–F-113, rules.md 1
    """
    me = _known(status.national_id)
    if me is None:
        nothing_done("not known here")
        return UNKNOWN
    Person.objects.select_for_update(of=("self",)).only("id").get(pk=me.pk)
    protected = _protect(status)
    standing = RelatedPerson.objects.select_for_update(of=("self",)).filter(
        related=me, ended_at__isnull=True, source__startswith=SOURCE, basis__in=covered_bases(status)
    )
    found = {(row.person_id, row.basis): row for row in standing}
    changes = [_bring_about(me, wanted, status, found, now) for wanted in wanted_rows(status, oslo_date(now))]
    changes += [_end(row, now) for row in found.values()]
    done = [(what, row) for what, row in changes if what]
    for what, row in done:
        for person_id in (row.person_id, me.pk):
            record(actor, f"representation.{what}", now=now, person_id=person_id, entity=("RelatedPerson", row.pk), why="register")
    for person_id in protected:
        record(actor, "address_protection.change", now=now, person_id=person_id, entity=("Person", person_id), why="register")
    if done or protected:
        return CHANGED
    nothing_done("as before")
    return SAME


def _known(national_id: str) -> Person | None:
    digests = settings.INDEX_RING.digests(national_id)
    wanted = Q(national_id_index__in=digests) | Q(next_national_id_index__in=digests)
    return Person.objects.filter(wanted).defer("national_id").first()


def _protect(status: RepresentationStatus) -> list[UUID]:
    """Whose protection changed."""
    changed = []
    for national_id, code in protections(status).items():
        person = _known(national_id)
        if person and person.address_protection != code:
            person.address_protection = code
            person.save(update_fields=["address_protection"])
            changed.append(person.pk)
    return changed


def _bring_about(
    me: Person, wanted: Wanted, status: RepresentationStatus, found: dict[tuple[UUID, str], RelatedPerson], now: datetime
) -> tuple[str, RelatedPerson]:
    """What had to be done for one wanted row, "" when it stood as it should. Takes the row out of `found`."""
    person = _known(wanted.national_id) or _make(wanted, now)
    terms = {
        "scopes": list(wanted.scopes),
        "shares_address": wanted.home_is_shared,
        "start_date": wanted.start_date,
        "end_date": wanted.end_date,
        "source": f"{SOURCE}{status.source}"[:60],
    }
    _tell_other_parents(person, me, wanted)
    row = found.pop((person.pk, wanted.basis), None)
    if row is None:
        return _begin(me, person, wanted, terms, status, now)
    before = {name: getattr(row, name) for name in terms}
    for name, value in terms.items():
        setattr(row, name, value)
    row.checked_at = status.fetched_at
    row.save(update_fields=[*terms, "checked_at"])
    return ("change" if {**before, "source": terms["source"]} != terms else "", row)


def _begin(
    me: Person, person: Person, wanted: Wanted, terms: dict, status: RepresentationStatus, now: datetime
) -> tuple[str, RelatedPerson]:
    """A row of somebody else's making on the same ground stays: what two people agreed here is not widened by a register."""
    row = RelatedPerson(
        id=new_id(), person=person, related=me, basis=wanted.basis, checked_at=status.fetched_at, created_at=now, **terms
    )
    agreed = RelatedPerson.objects.filter(person=person, related=me, basis=wanted.basis, ended_at__isnull=True)
    if agreed.exists():
        return ("", row)
    row.save(force_insert=True)
    return ("begin", row)


def _tell_other_parents(person: Person, me: Person, wanted: Wanted) -> None:
    """Where a child lives is one fact: an older check of the other parent must not keep open what is closed."""
    if wanted.basis == RelatedPerson.Basis.PARENTAL:
        others = RelatedPerson.objects.filter(person=person, basis=wanted.basis, ended_at__isnull=True, source__startswith=SOURCE)
        others.exclude(related=me).update(shares_address=wanted.home_is_shared)


def _end(row: RelatedPerson, now: datetime) -> tuple[str, RelatedPerson]:
    row.ended_at, row.ended_by = now, "register"
    row.save(update_fields=["ended_at", "ended_by"])
    return ("end", row)


def _make(wanted: Wanted, now: datetime) -> Person:
    with connection.cursor() as cursor:  # both parents may be asked about at once, and the child may be logging in
        digest = settings.INDEX_RING.digest(wanted.national_id)
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 1))", [digest.hex()])
    if known := _known(wanted.national_id):
        return known
    given, _space, family = wanted.name.rpartition(" ")
    person = Person(
        id=new_id(),
        given_name=given[:100],
        family_name=family[:100],
        birth_date=wanted.birth_date,
        national_id=wanted.national_id,
        national_id_index=digest,
        consent_level=ConsentLevel.UNDECIDED,
        created_at=now,
    )
    person.save(force_insert=True)
    return person
