"""Own access from 13 with a parent's yes, and the 16th birthday. Source: F-105, F-107, rules.md 1.1 and 1.4, AD-25."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import Error, connection

from fastlinje.audit import gate
from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Actor, ConsentLevel, Entry, OwnAccess
from fastlinje.core.clock import OSLO, now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.dialogue.commands.withdraw_consent import withdraw_consent
from fastlinje.dialogue.models import Conversation, Draft
from fastlinje.nonprod.cast import KARI, NORA, PER, Character
from fastlinje.nonprod.factories import make_conversation, make_patient, make_person, make_representation, make_youth_access
from fastlinje.nonprod.national_numbers import synthetic_national_id
from fastlinje.notifications.models import Notice
from fastlinje.people.commands.choose_notices import choose_notices
from fastlinje.people.commands.end_youth_access import end_youth_access
from fastlinje.people.commands.give_consent import give_consent
from fastlinje.people.commands.give_youth_access import give_youth_access
from fastlinje.people.commands.request_contact_code import request_contact_code
from fastlinje.people.growing_up import end_parents_access, is_to_be_told, latest_birth
from fastlinje.people.models import ContactCode, ContactPoint, NoticePreference, Person, RelatedPerson, Session, YouthAccess

OWNER = "owner"
TODAY = oslo_date(now())
JOB = Actor.job("test")


def child_born(cast, born: date, **fields) -> tuple[Character, Person]:
    """A child of Kari's who lives with her, on Berg's list."""
    who = Character("Mina Nordmann", born, "", 5)
    person = make_person(*who.names, who.national_id, born, **fields)
    make_representation(person, cast.kari, shares_address=True)
    make_patient(cast.tangen, person, cast.berg_role)
    return who, person


def years_ago(years: int, days: int = 0) -> date:
    return TODAY.replace(year=TODAY.year - years) + timedelta(days=days)


def acting(actor: Actor, child: Person, at: datetime | None = None) -> Actor:
    entry = Entry(actor.capacity, actor.entry.face, actor.entry.session_key, child.pk)
    with gate.transaction.atomic():
        return gate.enter(entry, now=at or now())


def conversations_seen(actor: Actor, at: datetime | None = None) -> int:
    with gate.transaction.atomic():
        gate.enter(actor.entry, now=at or now())
        return Conversation.objects.count()


@pytest.mark.parametrize(
    ("born", "yes", "consent", "access"),
    [
        (years_ago(-1), True, "full", OwnAccess.TOO_YOUNG),
        (years_ago(13, 1), True, "full", OwnAccess.TOO_YOUNG),
        (years_ago(13), False, "full", OwnAccess.AWAITS_PARENT),
        (years_ago(13), True, "full", OwnAccess.YOUTH),
        (years_ago(13), True, "basis", OwnAccess.AWAITS_PARENT),
        (years_ago(16, 1), True, "full", OwnAccess.YOUTH),
        (years_ago(16), False, "undecided", OwnAccess.FULL),
    ],
)
def test_what_a_child_may_do_alone(cast, logins, born, yes, consent, access):
    """The first is born next year: a register's error opens nothing."""
    who, person = child_born(cast, born, consent=ConsentLevel(consent))
    if yes:
        make_youth_access(person, cast.kari)
    make_conversation(person.patients.using(OWNER).get(), cast.berg_role)
    actor = logins.actor(who)
    assert actor.own_access is access
    assert actor.may_come_in is (access in (OwnAccess.FULL, OwnAccess.YOUTH))
    assert conversations_seen(actor) == (1 if actor.may_come_in else 0)


def test_a_yes_opens_at_once_and_is_shut_at_once_in_the_middle_of_what_the_child_does(cast, logins):
    who, person = child_born(cast, years_ago(14))
    make_conversation(person.patients.using(OWNER).get(), cast.berg_role)
    child, kari = logins.actor(who), logins.actor(KARI)
    assert conversations_seen(child) == 0
    give_youth_access(actor=acting(kari, person), now=now())
    assert conversations_seen(child) == 1
    end_youth_access(actor=acting(kari, person), now=now())
    assert conversations_seen(child) == 0
    (row,) = YouthAccess.objects.using(OWNER).all()
    assert (row.given_by_name, row.ended_by_name) == ("Kari Nordmann", "Kari Nordmann")
    events = AuditEvent.objects.using(OWNER).filter(person_id=person.pk, action__startswith="youth_access")
    assert sorted(events.values_list("action", "agent_name")) == [
        ("youth_access.end", "Kari Nordmann"),
        ("youth_access.give", "Kari Nordmann"),
    ]


@pytest.mark.parametrize(
    ("born", "consent", "code"),
    [
        (years_ago(13, 1), "full", "not_the_age"),
        (years_ago(14), "basis", "consent_not_full"),
        (years_ago(14), "undecided", "consent_not_full"),
    ],
)
def test_when_a_parent_cannot_say_yes(cast, logins, born, consent, code):
    _who, person = child_born(cast, born, consent=ConsentLevel(consent))
    with pytest.raises(Refused, match=code):
        give_youth_access(actor=acting(logins.actor(KARI), person), now=now())
    assert not YouthAccess.objects.using(OWNER).exists()


def test_only_a_parent_can_say_yes(cast, logins, family):
    """Neither the child, a stranger, nor whoever acts on another ground."""
    YouthAccess.objects.using(OWNER).update(ended_at=now())
    make_representation(family.nora, cast.per, RelatedPerson.Basis.GUARDIAN)
    for actor in (logins.actor(NORA), acting(logins.actor(PER), family.nora), acting(logins.actor(KARI), family.arne)):
        for command in (give_youth_access, end_youth_access):
            with pytest.raises(NotFound):
                command(actor=actor, now=now())


def test_the_other_parent_sees_it_and_can_take_it_back_and_all_three_are_told(cast, logins, family, worker):
    make_representation(family.nora, cast.per, shares_address=False)
    end_youth_access(actor=acting(logins.actor(PER), family.nora), now=now())
    assert logins.actor(NORA).own_access is OwnAccess.AWAITS_PARENT
    worker.run()
    told = Notice.objects.using(OWNER).filter(template="youth_access").values_list("person_id", flat=True)
    assert set(told) == {family.nora.pk, cast.kari.pk, cast.per.pk}
    with gate.reading(logins.actor(KARI), now=now()):
        assert YouthAccess.objects.get(person_id=family.nora.pk).ended_by_name == "Per Hansen"


@pytest.mark.parametrize("who", [NORA, PER])
def test_nobody_else_can_say_yes_past_the_command(cast, logins, family, who):
    YouthAccess.objects.using(OWNER).all().delete()
    actor = logins.actor(who)
    sql = """insert into people_youthaccess (id, person_id, given_by_id, given_by_name, given_at, ended_by_name)
        values (%s, %s, %s, 'x', now(), '')"""
    with pytest.raises(Error, match="row-level security"), gate.reading(actor, now=now()), connection.cursor() as cursor:
        cursor.execute(sql, [new_id(), family.nora.pk, actor.person_id])


def test_the_level_of_consent_is_the_parents_till_sixteen(cast, logins, family):
    nora = logins.actor(NORA)
    with pytest.raises(Refused, match="parents_choose"):
        give_consent(actor=nora, now=now(), level=ConsentLevel.FULL)
    with pytest.raises(Error, match="row-level security"), gate.reading(nora, now=now()), connection.cursor() as cursor:
        cursor.execute(
            "insert into people_consent (id, person_id, level, previous_level, given_at) values (%s, %s, 'none', 'full', now())",
            [new_id(), nora.person_id],
        )


SETTINGS = (ContactPoint, ContactCode, NoticePreference)


def settings_of(person: Person) -> list[int]:
    """How many addresses, codes on their way and choices of notices are kept."""
    return [kept.objects.using(OWNER).filter(person=person).count() for kept in SETTINGS]


@pytest.fixture
def noras_settings(family, logins) -> Person:
    """Nora has an address, is confirming another, and has chosen her notices."""
    nora = logins.actor(NORA)
    request_contact_code(actor=nora, now=now(), system="email", value="nora@example.org")
    choose_notices(actor=nora, now=now(), preset="all", kinds=[], first_channel="sms", quiet_at_night=True)
    assert settings_of(family.nora) == [1, 1, 1]
    return family.nora


def test_when_a_parent_withdraws_everything_the_young_persons_addresses_go(cast, logins, noras_settings, worker):
    """F-006, AD-32: the parent may not see them, so a job deletes them; nobody else's go."""
    kept = settings_of(cast.kari)
    withdraw_consent(actor=acting(logins.actor(KARI), noras_settings), now=now(), level=ConsentLevel.NONE)
    worker.run()
    assert settings_of(noras_settings) == [0, 0, 0]
    assert settings_of(cast.kari) == kept != [0, 0, 0]
    (event,) = AuditEvent.objects.using(OWNER).filter(action="contact_point.remove")
    assert event.person_id == noras_settings.pk


@pytest.mark.parametrize(("level", "at_last"), [(ConsentLevel.BASIS, ConsentLevel.BASIS), (ConsentLevel.NONE, ConsentLevel.FULL)])
def test_they_stay_with_some_consent_left_or_given_again(logins, noras_settings, worker, level, at_last):
    withdraw_consent(actor=acting(logins.actor(KARI), noras_settings), now=now(), level=level)
    Person.objects.using(OWNER).filter(pk=noras_settings.pk).update(consent_level=at_last)
    worker.run()
    assert settings_of(noras_settings) == [1, 1, 1]


def test_a_parent_neither_sees_nor_deletes_a_young_persons_addresses(logins, noras_settings):
    with gate.reading(acting(logins.actor(KARI), noras_settings), now=now()):
        for kept in SETTINGS:
            assert not kept.objects.filter(person=noras_settings).exists()
            kept.objects.filter(person=noras_settings).delete()
    assert settings_of(noras_settings) == [1, 1, 1]


# The 16th birthday


@pytest.fixture
def midnight() -> datetime:
    """The next midnight in Oslo."""
    return datetime.combine(TODAY + timedelta(days=1), datetime.min.time(), OSLO)


@pytest.fixture
def mina(cast, midnight) -> tuple[Character, Person]:
    """Turns 16 at midnight, and has used the service herself."""
    day = midnight.date()
    who, person = child_born(cast, day.replace(year=day.year - 16))
    make_youth_access(person, cast.kari)
    return who, person


def sessions_last_past(midnight: datetime) -> None:
    """Somebody has a page open as the day turns."""
    Session.objects.using(OWNER).update(last_seen_at=midnight, expires_at=midnight + timedelta(hours=1))


def test_at_midnight_the_parent_sees_nothing_and_the_books_follow(cast, logins, mina, midnight, worker):
    """AD-25, F-105: conversations, drafts, own access by a yes, and what everybody is told."""
    _who, person = mina
    patient = person.patients.using(OWNER).get()
    make_conversation(patient, cast.berg_role)
    kari = logins.actor(KARI)
    Draft.objects.using(OWNER).create(
        id=new_id(), practice=cast.tangen, person=person, author=cast.kari, service_code="e_consultation",
        content={"text": "Om Mina"}, created_at=now(), updated_at=now(),
    )  # fmt: skip
    sessions_last_past(midnight)
    assert conversations_seen(kari, midnight - timedelta(seconds=1)) == 1
    assert conversations_seen(kari, midnight) == 0
    after = midnight + timedelta(minutes=1)
    with time_machine.travel(after, tick=True):
        with worker.connected():
            end_parents_access(actor=JOB, now=after)
            end_parents_access(actor=JOB, now=after)
        worker.run()
    row = RelatedPerson.objects.using(OWNER).get(person=person)
    assert (row.ended_by, row.ended_at) == ("age", after)
    assert not YouthAccess.objects.using(OWNER).filter(ended_at__isnull=True).exists()
    assert not Draft.objects.using(OWNER).exists()
    told = Notice.objects.using(OWNER).values_list("person_id", "template")
    assert sorted(told, key=str) == sorted([(person.pk, "of_age"), (cast.kari.pk, "acts_for_changed")], key=str)


def test_before_the_birthday_the_chore_leaves_everything(cast, mina, midnight, worker):
    with worker.connected():
        end_parents_access(actor=JOB, now=midnight - timedelta(seconds=1))
    assert RelatedPerson.objects.using(OWNER).get().ended_at is None


def test_the_drafts_of_who_still_may_write_stay(cast, logins, mina, midnight, worker):
    _who, person = mina
    make_representation(person, cast.per, RelatedPerson.Basis.GUARDIAN)
    Draft.objects.using(OWNER).create(
        id=new_id(), practice=cast.tangen, person=person, author=cast.per, service_code="e_consultation",
        content={"text": "Om Mina"}, created_at=now(), updated_at=now(),
    )  # fmt: skip
    with time_machine.travel(midnight, tick=True):
        with worker.connected():
            end_parents_access(actor=JOB, now=midnight)
        worker.run()
    assert Draft.objects.using(OWNER).count() == 1


@pytest.mark.parametrize("on_the_day", [True, False])
def test_only_who_had_parents_here_is_told(cast, logins, mina, midnight, on_the_day):
    who, _person = mina
    with time_machine.travel(midnight if on_the_day else midnight - timedelta(hours=1), tick=True):
        actors = logins.actor(who), logins.actor(KARI)
        told = []
        for actor in actors:
            with gate.reading(actor, now=now()) as fresh:
                told.append(is_to_be_told(fresh))
    assert told == [on_the_day, False]


@pytest.mark.parametrize(
    ("today", "born"),
    [(date(2028, 2, 29), date(2012, 2, 29)), (date(2116, 2, 29), date(2100, 2, 28)), (date(2026, 11, 22), date(2010, 11, 22))],
)
def test_the_latest_day_of_birth_of_who_is_sixteen(today, born):
    assert latest_birth(today) == born


@pytest.fixture
def baby(cast) -> Person:
    """Mina's child, one year old, lives with her."""
    return make_person("Lykke", "Nordmann", synthetic_national_id(years_ago(1), 3), years_ago(1))


@pytest.mark.parametrize(("age", "level"), [(15, "undecided"), (15, "basis"), (15, "none"), (12, "undecided")])
def test_a_parent_under_sixteen_is_held_back_by_the_childs_consent_and_not_by_their_own(cast, logins, baby, age, level):
    """Decision 14: what the grandparents chose for Mina says nothing of what she may do for Lykke."""
    who, mina = child_born(cast, years_ago(age), consent=ConsentLevel(level))
    make_representation(baby, mina, shares_address=True)
    make_conversation(make_patient(cast.tangen, baby, cast.berg_role), cast.berg_role)
    make_conversation(mina.patients.using(OWNER).get(), cast.berg_role)
    actor = acting(logins.actor(who), baby)
    assert (actor.may_come_in, actor.consent) == (True, ConsentLevel.FULL)
    assert actor.followed_persons == (mina.pk, baby.pk)
    assert conversations_seen(actor) == 1
    Person.objects.using(OWNER).filter(pk=baby.pk).update(consent_level=ConsentLevel.BASIS)
    assert acting(logins.actor(who), baby).consent is ConsentLevel.BASIS
    assert conversations_seen(actor) == 0


@pytest.mark.parametrize("level", ["undecided", "none", "basis"])
def test_a_grown_parent_is_held_back_by_their_own_consent_too(cast, logins, level):
    _who, mina = child_born(cast, years_ago(9))
    Person.objects.using(OWNER).filter(pk=cast.kari.pk).update(consent_level=level)
    actor = acting(logins.actor(KARI), mina)
    assert actor.consent is ConsentLevel(level)
    assert actor.followed_persons == (cast.kari.pk,)
