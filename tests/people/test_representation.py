"""Who may act for whom, as the gate decides it on every request. Source: rules.md 1, cases AD-24–AD-30."""

from calendar import isleap
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connections

from fastlinje.audit import gate
from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor, ConsentLevel, Scope
from fastlinje.core.clock import OSLO, age_on, now
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused
from fastlinje.nonprod.cast import KARI, PER
from fastlinje.nonprod.factories import make_conversation, make_patient, make_person
from fastlinje.nonprod.national_numbers import synthetic_national_id
from fastlinje.people.models import Person, RelatedPerson
from fastlinje.worklist.models import Task

PARENTAL, POWER = RelatedPerson.Basis.PARENTAL, RelatedPerson.Basis.POWER_OF_ATTORNEY


def years_before(day: date, years: int) -> date:
    """The latest birth date of somebody who is that old on the day."""
    year = day.year - years
    return day.replace(year=year) if isleap(year) or (day.month, day.day) != (2, 29) else date(year, 2, 28)


def somebody(name: str, born: date, **fields: object) -> Person:
    person = make_person(name, "Nordmann", synthetic_national_id(born, 7), born, **fields)
    return person


def relate(person: Person, related: Person, basis: str, **fields: object) -> RelatedPerson:
    return RelatedPerson.objects.using("owner").create(
        id=new_id(), person=person, related=related, basis=basis, source="test", checked_at=now(), created_at=now(), **fields
    )


def enter_for(actor: Actor, subject: Person | None, at: datetime | None = None) -> Actor:
    entry = gate.Entry(actor.capacity, actor.entry.face, actor.entry.session_key, subject.pk if subject else None)
    with gate.transaction.atomic():
        return gate.enter(entry, now=at or now())


def represented(actor: Actor, at: datetime | None = None) -> dict:
    return {other.person_id: other.scopes for other in enter_for(actor, None, at).represents}


TODAY = now().astimezone(OSLO).date()


@pytest.mark.parametrize(
    ("born", "may", "less"),
    [
        (TODAY - timedelta(days=1), True, False),
        (years_before(TODAY, 12) + timedelta(days=1), True, False),
        (years_before(TODAY, 12), True, True),
        (years_before(TODAY, 16) + timedelta(days=1), True, True),
        (years_before(TODAY, 16), False, False),
    ],
)
def test_parents_by_the_childs_age(cast, logins, born, may, less):
    """AD-24, AD-25: bands 0–11, 12–15 and 16."""
    child = somebody("Barn", born)
    relate(child, cast.kari, PARENTAL, shares_address=True)
    scopes = represented(logins.actor(KARI)).get(child.pk)
    assert (scopes is not None) == may
    if may:
        assert (Scope.PRESCRIPTIONS in scopes) == (not less)


def test_a_year_begins_on_the_birthday_whatever_the_month(db):
    """AD-25: not one day early, and on 1 March for those born on a leap day. Every birthday of four years, in the bands we use."""
    births = [date(2008, 1, 1) + timedelta(days=days) for days in range(4 * 365 + 1)]
    turned = [(born, day, age_on(born, day)) for born in births for age in (12, 13, 16, 18) for day in around_birthday(born, age)]
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select gate.age_on(born, (day + time '00:00') at time zone 'Europe/Oslo'),"
            " gate.age_on(born, (day + time '23:59:59') at time zone 'Europe/Oslo')"
            " from unnest(%s::date[], %s::date[]) with ordinality as x(born, day, n) order by n",
            [[born for born, _day, _age in turned], [day for _born, day, _age in turned]],
        )
        assert cursor.fetchall() == [(age, age) for _born, _day, age in turned]


def around_birthday(born: date, age: int) -> tuple[date, date]:
    """The day before and the day itself."""
    is_leap_day = (born.month, born.day) == (2, 29) and not isleap(born.year + age)
    day = date(born.year + age, 3, 1) if is_leap_day else born.replace(year=born.year + age)
    assert age_on(born, day) == age
    return day - timedelta(days=1), day


@pytest.mark.parametrize("born", [date(2010, 1, 1), date(2010, 8, 15), date(2012, 2, 29)])
def test_nobody_comes_of_age_a_day_early(cast, born):
    """AD-25: nor does a parent lose a child the evening before."""
    child = somebody("Nora", born)
    relate(child, cast.kari, PARENTAL, shares_address=True)
    the_day_before, day = around_birthday(born, 16)
    assert child.pk in representations_at(cast.kari, datetime.combine(the_day_before, time(23, 59), OSLO))
    assert child.pk not in representations_at(cast.kari, datetime.combine(day, time(0, 0), OSLO))
    assert own_access_at(child, datetime.combine(the_day_before, time(23, 59), OSLO)) != "full"
    assert own_access_at(child, datetime.combine(day, time(0, 0), OSLO)) == "full"


def own_access_at(person: Person, at: datetime) -> str:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select gate.own_access(p, %s) from people_person p where p.id = %s", [at, person.pk])
        return cursor.fetchone()[0]


def test_the_sixteenth_birthday_begins_at_midnight_in_oslo(cast):
    """AD-25"""
    midnight = datetime.combine(TODAY + timedelta(days=1), datetime.min.time(), OSLO)
    child = somebody("Nora", years_before(midnight.date(), 16))
    relate(child, cast.kari, PARENTAL, shares_address=True)
    assert child.pk in representations_at(cast.kari, midnight - timedelta(seconds=1))
    assert child.pk not in representations_at(cast.kari, midnight)


def representations_at(person: Person, at: datetime) -> set:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select person_id from gate.representations(%s, %s)", [person.pk, at])
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.parametrize(("kari_shares", "other_shares", "may"), [(True, False, True), (False, True, True), (False, False, False)])
def test_parents_need_one_of_them_at_the_childs_address(cast, logins, kari_shares, other_shares, may):
    """F-102: then both may, otherwise neither."""
    child = somebody("Ola", years_before(TODAY, 9))
    relate(child, cast.kari, PARENTAL, shares_address=kari_shares)
    relate(child, cast.per, PARENTAL, shares_address=other_shares)
    assert (child.pk in represented(logins.actor(KARI))) == may
    assert (child.pk in represented(logins.actor(PER))) == may


def test_somebody_without_parental_responsibility_may_not(cast, logins):
    """AD-24: tampering with the selector gives nothing."""
    child = somebody("Ola", years_before(TODAY, 9))
    relate(child, cast.kari, PARENTAL, shares_address=True)
    per = enter_for(logins.actor(PER), child)
    assert (per.subject_id, per.lost_subject_id) == (cast.per.pk, child.pk)
    assert per.acting_for is None


@pytest.mark.parametrize("protected", ["child", "parent"])
@pytest.mark.parametrize("code", ["6", "7"])
def test_a_protected_address_neither_represents_nor_is_represented(cast, logins, protected, code):
    """AD-28"""
    child = somebody("Ola", years_before(TODAY, 9))
    relate(child, cast.kari, PARENTAL, shares_address=True)
    whom = child if protected == "child" else cast.kari
    Person.objects.using("owner").filter(pk=whom.pk).update(address_protection=code)
    kari = logins.actor(KARI)
    assert kari.person_id == cast.kari.pk
    assert represented(kari) == {}


def test_a_power_of_attorney_gives_its_scopes_and_ends_at_once(cast, logins):
    """AD-26, AD-27"""
    father = somebody("Arne", date(1950, 5, 5))
    power = relate(father, cast.kari, POWER, scopes=["appointments"])
    kari = logins.actor(KARI)
    assert represented(kari) == {father.pk: {Scope.APPOINTMENTS}}
    acting = enter_for(kari, father)
    assert acting.acting_for.name == "Arne Nordmann"
    assert not acting.may_for_subject(Scope.DIALOGUE)
    RelatedPerson.objects.using("owner").filter(pk=power.pk).update(ended_at=now())
    assert enter_for(kari, father).acting_for is None


def test_two_grounds_for_one_person_are_one_with_what_either_allows(cast, logins):
    """A guardian by the register who also holds a power: named once, by the stronger, and the database says the same."""
    father = somebody("Arne", date(1950, 5, 5))
    relate(father, cast.kari, POWER, scopes=["appointments"])
    relate(father, cast.kari, RelatedPerson.Basis.GUARDIAN, scopes=["dialogue"])
    kari = enter_for(logins.actor(KARI), father)
    assert [(other.basis, other.scopes) for other in kari.represents] == [("guardian", {Scope.DIALOGUE, Scope.APPOINTMENTS})]
    assert kari.dialogue_persons == kari.appointment_persons == (cast.kari.pk, father.pk)


@pytest.mark.parametrize(("giver", "holder", "may"), [(16, 18, True), (15, 40, False), (40, 17, False)])
def test_ages_for_a_power_of_attorney(cast, logins, giver, holder, may):
    given_by = somebody("Giver", years_before(TODAY, giver))
    Person.objects.using("owner").filter(pk=cast.kari.pk).update(birth_date=years_before(TODAY, holder))
    relate(given_by, cast.kari, POWER, scopes=["dialogue"])
    assert (given_by.pk in represented(logins.actor(KARI))) == may


@pytest.mark.parametrize(("starts", "ends", "may"), [(0, 0, True), (1, 5, False), (-5, -1, False), (-5, 0, True)])
def test_a_period_counts_whole_days(cast, logins, starts, ends, may):
    father = somebody("Arne", date(1950, 5, 5))
    relate(
        father, cast.kari, POWER, scopes=["dialogue"],
        start_date=TODAY + timedelta(days=starts), end_date=TODAY + timedelta(days=ends),
    )  # fmt: skip
    assert (father.pk in represented(logins.actor(KARI))) == may


def test_never_more_than_the_represented_has_consented_to(cast, logins):
    """F-110"""
    father = somebody("Arne", date(1950, 5, 5), consent=ConsentLevel.BASIS)
    relate(father, cast.kari, POWER, scopes=["dialogue"])
    conversation = make_conversation(make_patient(cast.tangen, father, cast.berg_role), cast.berg_role)
    kari = logins.actor(KARI)
    assert enter_for(kari, father).consent is ConsentLevel.BASIS
    with gate.reading(kari, now=now()):
        assert not Task.objects.filter(focus_id=conversation.pk).exists()


@pytest.mark.parametrize("shielded", [False, True])
def test_a_parent_sees_the_childs_conversation_unless_it_is_shielded(cast, logins, shielded):
    """AD-30"""
    child = somebody("Nora", years_before(TODAY, 14))
    relate(child, cast.kari, PARENTAL, shares_address=True)
    make_conversation(make_patient(cast.tangen, child, cast.berg_role), cast.berg_role, shielded=shielded)
    with gate.reading(logins.actor(KARI), now=now()):
        assert Task.objects.filter(person_id=child.pk).count() == (0 if shielded else 1)


def test_a_power_withdrawn_in_the_middle_of_a_form_refuses_the_form(cast, logins):
    """AD-27"""
    father = somebody("Arne", date(1950, 5, 5))
    power = relate(father, cast.kari, POWER, scopes=["dialogue"])
    acting = enter_for(logins.actor(KARI), father)

    @command
    def note(*, actor, now):
        record(actor, "test.note", now=now)

    note(actor=acting, now=now())
    RelatedPerson.objects.using("owner").filter(pk=power.pk).update(ended_at=now())
    with pytest.raises(Refused, match="representation_ended"):
        note(actor=acting, now=now())
