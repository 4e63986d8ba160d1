"""Bringing the rows about whom somebody may act for in line with what a register says."""

from datetime import datetime

from django.conf import settings
from django.db import connection

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor, ConsentLevel
from fastlinje.core.clock import oslo_date
from fastlinje.core.identifiers import new_id

from ..models import Person, RelatedPerson
from ..register_freshness import stored_freshness
from ..register_rows import SOURCE, Wanted
from ..registers.representation_register import RepresentationStatus
from ..representation_plan import Change, Step, known_as, plan_for, standing_rows, terms_of

CHANGED, SAME, UNKNOWN, OLDER = "changed", "same", "unknown", "older"


@command
def apply_representation(*, actor: Actor, now: datetime, status: RepresentationStatus) -> str:
    """Let one person act for those the register says, and no longer for those it does not say any more.

    Only rows that came from a register, and only grounds the source knows about, are ended. Somebody who is represented and not
    known here becomes a person who has chosen nothing, so that a parent can act for a child that never logs in.
    Returns  "changed", "same", "unknown" when nobody here has that number: then nothing is stored about them; or "older" when
             what is stored is newer than the answer: then nothing is changed
    Source   F-101–F-113, rules.md 1
    """
    me = known_as(status.national_id)
    if me is None:
        nothing_done("not known here")
        return UNKNOWN
    Person.objects.select_for_update(of=("self",)).only("id").get(pk=me.pk)
    if status.is_older_than(stored_freshness()):  # after the lock: whoever waited here must not undo what came first
        nothing_done("older than what is stored")
        return OLDER
    plan = plan_for(me, status, standing_rows(me, status).select_for_update(of=("self",)), oslo_date(now))
    for person, code in plan.protections:
        person.address_protection = code
        person.save(update_fields=["address_protection"])
        record(actor, "address_protection.change", now=now, person_id=person.pk, entity=("Person", person.pk), why="register")
    for step in plan.steps:
        row = _carry_out(step, me, status, now)
        if step.change is not Change.KEEP:
            _tell_both(actor, f"representation.{step.change}", row, now)
    if plan.protections or plan.changed:
        return CHANGED
    nothing_done("as before")
    return SAME


def _tell_both(actor: Actor, action: str, row: RelatedPerson, now: datetime) -> None:
    """It stands in the log of whoever is represented and of whoever acts."""
    for person_id in (row.person_id, row.related_id):
        record(actor, action, now=now, person_id=person_id, entity=("RelatedPerson", row.pk), why="register")


def _carry_out(step: Step, me: Person, status: RepresentationStatus, now: datetime) -> RelatedPerson | None:
    """The row as it is now; None where two people have agreed on the same here."""
    if step.change is Change.END:
        return _end(step.row, now)
    person = step.person or _make(step.wanted, now)
    _tell_other_parents(person, me, step.wanted)
    if step.change is Change.BEGIN:
        return _begin(person, me, step.wanted, status, now)
    return step.row and _renew(step.row, terms_of(step.wanted, status), status.fetched_at)


def _begin(person: Person, me: Person, wanted: Wanted, status: RepresentationStatus, now: datetime) -> RelatedPerson:
    row = RelatedPerson(
        id=new_id(),
        person=person,
        related=me,
        basis=wanted.basis,
        checked_at=status.fetched_at,
        created_at=now,
        **terms_of(wanted, status),
    )
    row.save(force_insert=True)
    return row


def _renew(row: RelatedPerson, terms: dict[str, object], checked_at: datetime) -> RelatedPerson:
    for name, value in terms.items():
        setattr(row, name, value)
    row.checked_at = checked_at
    row.save(update_fields=[*terms, "checked_at"])
    return row


def _tell_other_parents(person: Person, me: Person, wanted: Wanted) -> None:
    """Where a child lives is one fact: an older check of the other parent must not keep open what is closed."""
    if wanted.basis == RelatedPerson.Basis.PARENTAL:
        others = RelatedPerson.objects.filter(person=person, basis=wanted.basis, ended_at__isnull=True, source__startswith=SOURCE)
        others.exclude(related=me).update(shares_address=wanted.home_is_shared)


def _end(row: RelatedPerson, now: datetime) -> RelatedPerson:
    row.ended_at, row.ended_by = now, "register"
    row.save(update_fields=["ended_at", "ended_by"])
    return row


def _make(wanted: Wanted, now: datetime) -> Person:
    with connection.cursor() as cursor:  # both parents may be asked about at once, and the child may be logging in
        digest = settings.INDEX_RING.digest(wanted.national_id)
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 1))", [digest.hex()])
    if known := known_as(wanted.national_id):
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
