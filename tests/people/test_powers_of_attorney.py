"""Powers of attorney between two people: given, accepted, changed, ended. Source: F-109–F-113, rules.md 1.5, AD-26–AD-28."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.db import Error, connection

from fastlinje.audit import gate
from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Actor, Scope
from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.nonprod.cast import ASTRID, KARI, PER, ULRIK, Character
from fastlinje.nonprod.national_numbers import synthetic_national_id
from fastlinje.notifications.models import Notice
from fastlinje.people.commands.accept_power_of_attorney import accept_power_of_attorney
from fastlinje.people.commands.change_power_of_attorney import change_power_of_attorney
from fastlinje.people.commands.end_power_of_attorney import end_power_of_attorney
from fastlinje.people.commands.give_power_of_attorney import give_power_of_attorney
from fastlinje.people.models import Person, PowerOfAttorney, RelatedPerson
from fastlinje.people.power_rules import names_agree
from fastlinje.people.powers import Powers, PowerState, powers_for

TODAY = oslo_date(now())
BOTH = ["dialogue", "appointments"]


def give(giver: Actor, to: Character = PER, **terms: object):
    terms = {"scopes": BOTH, "holder_name": to.name, "holder_national_id": to.national_id, **terms}
    return give_power_of_attorney(actor=giver, now=terms.pop("at", now()), **terms)


def accept(holder: Actor, power_id, at: datetime | None = None) -> None:
    accept_power_of_attorney(actor=holder, now=at or now(), power_id=power_id)


def end(actor: Actor, power_id) -> None:
    end_power_of_attorney(actor=actor, now=now(), power_id=power_id)


def seen(actor: Actor, at: datetime | None = None) -> Powers:
    with gate.reading(actor, now=at or now()) as fresh:
        return powers_for(fresh, now=at or now())


def may(actor: Actor, at: datetime | None = None) -> dict:
    with gate.transaction.atomic():
        fresh = gate.enter(actor.entry, now=at or now())
    return {other.person_id: other.scopes for other in fresh.represents}


def states(powers: tuple) -> list[PowerState]:
    return [power.state for power in powers]


@pytest.fixture
def per(logins) -> Actor:
    return logins.actor(PER)


def test_a_power_comes_into_force_when_the_holder_says_yes(kari, per):
    power_id = give(kari)
    assert may(per) == {}
    assert states(seen(kari).given) == [PowerState.OFFERED]
    (offer,) = seen(per).offered
    assert (offer.id, offer.other_name, offer.scopes) == (power_id, "Kari Nordmann", (Scope.DIALOGUE, Scope.APPOINTMENTS))
    accept(per, power_id)
    assert may(per) == {kari.person_id: {Scope.DIALOGUE, Scope.APPOINTMENTS}}
    assert (states(seen(kari).given), states(seen(per).held)) == ([PowerState.IN_FORCE], [PowerState.IN_FORCE])
    assert seen(per).offered == ()


def test_somebody_nobody_knows_is_treated_like_somebody_known(kari, logins):
    """The giver's list, the outcome and the audit are the same, so that nobody learns who uses the service."""
    known, unknown = give(kari, PER), give(kari, ULRIK)
    first, second = seen(kari).given
    assert (first.id, second.id) == (unknown, known)
    assert {(power.state, power.scopes, power.usable) for power in (first, second)} == {
        (PowerState.OFFERED, (Scope.DIALOGUE, Scope.APPOINTMENTS), True)
    }
    ulrik = logins.actor(ULRIK)  # his first login
    accept(ulrik, unknown)
    assert kari.person_id in may(ulrik)


def test_a_wrong_digit_tells_a_stranger_nothing(kari, per, worker):
    power_id = give(kari, PER, holder_name="Berit Johansen")
    assert seen(per).offered == ()
    with pytest.raises(NotFound):
        accept(per, power_id)
    worker.run()
    assert set(Notice.objects.using("owner").values_list("person_id", flat=True)) == {kari.person_id}


@pytest.mark.parametrize(
    ("typed", "registered", "agree"),
    [
        ("Per Hansen", "Per Hansen", True),
        ("per hansen", "Per Olav Hansen", True),
        ("Per Olav Hansen", "Per Hansen", True),
        ("Åse Müller", "ASE MULLER", True),
        ("Anne Lie-Berg", "Anne Lie Berg", True),
        ("Per Johansen", "Per Hansen", False),
        ("Pål Hansen", "Per Hansen", False),
        ("Per Hansen", "", True),
        ("", "Per Hansen", False),
        ("12 34", "Per Hansen", False),
    ],
)
def test_names(typed, registered, agree):
    assert names_agree(typed, registered) == agree


def born(years: int, days: int = 0) -> date:
    return TODAY.replace(year=TODAY.year - years) + timedelta(days=days)


@pytest.mark.parametrize(("age", "code"), [(born(16), None), (born(16, 1), "giver_too_young")])
def test_the_giver_must_be_16(kari, age, code):
    Person.objects.using("owner").filter(pk=kari.person_id).update(birth_date=age)
    if code is None:
        assert give(kari)
    else:
        with pytest.raises(Refused, match=code):
            give(kari)


@pytest.mark.parametrize(("birth", "code"), [(born(18), None), (born(18, 1), "holder_too_young")])
def test_the_holder_must_be_18_by_the_number_alone(kari, birth, code):
    numbers = {"holder_national_id": synthetic_national_id(birth, 3), "holder_name": "Ung Voksen"}
    if code is None:
        assert give(kari, **numbers)
    else:
        with pytest.raises(Refused, match=code):
            give(kari, **numbers)


@pytest.mark.parametrize(
    ("terms", "code", "field"),
    [
        ({"holder_national_id": "12345678901"}, "national_id_invalid", "holder_national_id"),
        ({"holder_national_id": "1"}, "national_id_invalid", "holder_national_id"),
        ({"holder_name": "Per"}, "name_missing", "holder_name"),
        ({"holder_name": "Per " + "x" * 200}, "name_missing", "holder_name"),
        ({"holder_national_id": KARI.national_id}, "holder_is_self", "holder_national_id"),
        ({"scopes": []}, "scopes_missing", "scopes"),
        ({"scopes": ["profile"]}, "scopes_missing", "scopes"),
        ({"scopes": ["everything"]}, "scopes_missing", "scopes"),
        ({"start_date": TODAY - timedelta(days=1)}, "start_past", "start_date"),
        ({"start_date": TODAY + timedelta(days=400)}, "start_too_late", "start_date"),
        ({"end_date": TODAY - timedelta(days=1)}, "dates_reversed", "end_date"),
    ],
)
def test_what_cannot_be_given(kari, terms, code, field):
    with pytest.raises(Refused, match=code) as refusal:
        give(kari, **terms)
    assert refusal.value.fields == (field,)
    assert not PowerOfAttorney.objects.using("owner").exists()


def test_two_powers_to_one_person_are_refused_and_an_expired_offer_makes_room(kari):
    give(kari)
    with pytest.raises(Refused, match="power_exists"):
        give(kari)
    PowerOfAttorney.objects.using("owner").update(given_at=now() - timedelta(days=30))
    give(kari)
    assert sorted(states(seen(kari).given)) == [PowerState.EXPIRED, PowerState.OFFERED]


def test_a_person_can_not_flood_others_with_offers(kari):
    for serial in range(10):
        give(kari, holder_national_id=synthetic_national_id(date(1980, 1, 1), serial), holder_name="A B")
    with pytest.raises(Refused, match="too_many_offers"):
        give(kari)


@pytest.mark.parametrize("code", ["6", "7"])
def test_a_giver_with_a_protected_address_is_told_about_themselves(kari, code):
    """AD-28"""
    Person.objects.using("owner").filter(pk=kari.person_id).update(address_protection=code)
    with pytest.raises(Refused, match="own_address_protected"):
        give(kari)


def test_a_holder_with_a_protected_address_is_told_and_the_giver_is_not(kari, per):
    """AD-28"""
    power_id = give(kari)
    Person.objects.using("owner").filter(pk=per.person_id).update(address_protection="6")
    with pytest.raises(Refused, match="own_address_protected"):
        accept(per, power_id)
    assert states(seen(kari).given) == [PowerState.OFFERED]
    assert may(per) == {}


def test_a_giver_who_got_a_protected_address_is_not_given_away(kari, per):
    """AD-28: the same words as for a giver who is too young or already has given one."""
    power_id = give(kari)
    Person.objects.using("owner").filter(pk=kari.person_id).update(address_protection="6")
    with pytest.raises(Refused, match="not_available") as refusal:
        accept(per, power_id)
    assert "adresse" not in refusal.value.sentence


def test_an_offer_waits_thirty_days(kari, per):
    power_id = give(kari, at=now() - timedelta(days=30))
    assert seen(per).offered == ()
    with pytest.raises(NotFound):
        accept(per, power_id)
    assert states(seen(kari).given) == [PowerState.EXPIRED]


def test_nobody_else_can_accept_or_see_it(kari, per, logins):
    """F-111, AD-13"""
    power_id = give(kari)
    astrid = logins.actor(ASTRID)
    assert seen(astrid) == Powers((), (), ())
    for act in (accept, end):
        with pytest.raises(NotFound):
            act(astrid, power_id)
    with gate.reading(astrid, now=now()), connection.cursor() as cursor:
        cursor.execute("select outcome from gate.accept_power(%s, %s, %s)", [power_id, new_id(), now()])
        assert cursor.fetchone() == ("not_found",)
    with pytest.raises(NotFound):
        accept(kari, power_id)
    accept(per, power_id)
    assert may(astrid) == {}


def test_it_can_be_accepted_once(kari, per):
    power_id = give(kari)
    accept(per, power_id)
    with pytest.raises(NotFound):
        accept(per, power_id)
    assert RelatedPerson.objects.using("owner").count() == 1


@pytest.mark.parametrize("side", ["giver", "holder"])
def test_either_side_ends_it_at_once(kari, per, side):
    """AD-27"""
    power_id = give(kari)
    accept(per, power_id)
    end({"giver": kari, "holder": per}[side], power_id)
    assert may(per) == {}
    for powers in (seen(kari).given, seen(per).held):
        assert [(power.state, power.ended_by) for power in powers] == [(PowerState.ENDED, side)]
    with pytest.raises(NotFound):
        end(kari, power_id)


def test_the_giver_takes_an_offer_back(kari, per):
    power_id = give(kari)
    end(kari, power_id)
    assert seen(per).offered == ()
    with pytest.raises(NotFound):
        accept(per, power_id)


def test_the_holder_says_no(kari, per):
    end(per, give(kari))
    assert states(seen(kari).given) == [PowerState.DECLINED]
    assert seen(per) == Powers((), (), ())
    give(kari)  # they may be asked again


def test_a_change_is_an_end_and_a_new_one_without_a_break(kari, per):
    old = give(kari)
    accept(per, old)
    new = change_power_of_attorney(actor=kari, now=now(), power_id=old, scopes=["prescriptions"], end_date=TODAY)
    assert may(per) == {kari.person_id: {Scope.PRESCRIPTIONS}}
    assert [(power.id, power.state) for power in seen(kari).given] == [(new, PowerState.IN_FORCE), (old, PowerState.CHANGED)]
    rows = RelatedPerson.objects.using("owner").order_by("created_at", "id")
    assert [row.ended_at is None for row in rows] == [False, True]


def test_a_change_before_the_yes_waits_for_it_still(kari, per):
    new = change_power_of_attorney(actor=kari, now=now(), power_id=give(kari), scopes=["invoices"], end_date=None)
    assert may(per) == {}
    accept(per, new)
    assert may(per) == {kari.person_id: {Scope.INVOICES}}


@pytest.mark.parametrize("who", ["holder", "stranger"])
def test_only_the_giver_changes_it(kari, per, logins, who):
    power_id = give(kari)
    accept(per, power_id)
    actor = {"holder": per, "stranger": logins.actor(ASTRID)}[who]
    with pytest.raises(NotFound):
        change_power_of_attorney(actor=actor, now=now(), power_id=power_id, scopes=["invoices"], end_date=None)


def test_a_power_that_begins_later_and_ends_whole_days(kari, per):
    start = TODAY + timedelta(days=2)
    power_id = give(kari, start_date=start, end_date=start + timedelta(days=1))
    accept(per, power_id)
    assert states(seen(kari).given) == [PowerState.COMING]
    owner = RelatedPerson.objects.using("owner").get()
    assert (owner.start_date, owner.end_date) == (start, start + timedelta(days=1))
    assert may(per) == {}


def test_somebody_who_acts_for_another_gives_nothing_in_their_name(kari, per, cast):
    """F-109: one gives away what is one's own only."""
    accept(per, give(kari))
    entry = gate.Entry(per.capacity, per.entry.face, per.entry.session_key, kari.person_id)
    with gate.transaction.atomic():
        acting = gate.enter(entry, now=now())
    assert acting.acting_for.person_id == kari.person_id
    for act in (lambda: give(acting, ASTRID), lambda: end(acting, new_id()), lambda: accept(acting, new_id())):
        with pytest.raises(Refused, match="own_matters_only"):
            act()


def test_it_stands_in_both_peoples_log(kari, per):
    """F-111: and in nobody else's."""
    power_id = give(kari)
    accept(per, power_id)
    change = change_power_of_attorney(actor=kari, now=now(), power_id=power_id, scopes=["invoices"], end_date=None)
    end(per, change)
    log = AuditEvent.objects.using("owner").filter(action__startswith="power.").order_by("recorded_at", "id")
    assert sorted((event.action, event.agent_person_id == kari.person_id, event.person_id == kari.person_id) for event in log) == [
        ("power.accept", False, False),
        ("power.accept", False, True),
        ("power.change", True, False),
        ("power.change", True, True),
        ("power.end", False, False),
        ("power.end", False, True),
        ("power.give", True, True),
    ]


def test_both_are_told_by_a_notice_that_says_nothing(kari, per, worker):
    power_id = give(kari)
    worker.run()
    accept(per, power_id)
    worker.run()
    end(kari, power_id)
    worker.run()
    told = Counter(Notice.objects.using("owner").values_list("template", "person_id"))
    assert told == {("power_given", kari.person_id): 3, ("power_held", per.person_id): 3}
    assert all(notice.values == {} for notice in Notice.objects.using("owner"))


@pytest.mark.parametrize("as_if", ["giver", "holder", "nobody"])
def test_the_database_itself_lets_nobody_give_in_anothers_name_or_to_who_never_said_yes(kari, per, as_if):
    holder = {"giver": None, "holder": per.person_id, "nobody": new_id()}[as_if]
    row = PowerOfAttorney(
        id=new_id(), giver_id=kari.person_id, giver_name="K", holder_index=b"x" * 32, holder_name="P", scopes=BOTH,
        start_date=TODAY, given_at=now(), holder_id=holder, accepted_at=now() if holder else None,
    )  # fmt: skip
    with pytest.raises(Error, match="row-level security"), gate.reading(per if as_if == "giver" else kari, now=now()):
        row.save(force_insert=True)


RELATION = """insert into people_relatedperson (id, person_id, related_id, basis, scopes, shares_address, ended_by, source,
    checked_at, created_at) values (%s, %s, %s, 'power_of_attorney', '{dialogue}', false, '', 'x', now(), now())"""
POWER = """insert into people_powerofattorney (id, giver_id, giver_name, holder_id, holder_index, holder_name, scopes, start_date,
    office_name, given_at, accepted_at, ended_by) values (%s, %s, 'x', %s, %s, 'x', '{dialogue}', now(), '', now(), now(), '')"""


def raw(actor: Actor, sql: str, *arguments: object) -> int:
    """How many rows the actor's own database role changed."""
    with gate.reading(actor, now=now()), connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return cursor.rowcount


def test_nobody_can_make_somebody_act_for_them_past_the_gate(cast, kari):
    """A giver's role can write neither the row the gate asks nor a power that somebody has said yes to."""
    with pytest.raises(Error, match="permission denied"):
        raw(kari, RELATION, new_id(), kari.person_id, cast.per.pk)
    with pytest.raises(Error, match="row-level security"):
        raw(kari, POWER, new_id(), kari.person_id, cast.per.pk, b"x" * 32)


def test_what_the_holder_has_ended_cannot_be_opened_again_by_the_giver(kari, per):
    power_id = give(kari)
    accept(per, power_id)
    end(per, power_id)
    for sql in (
        "update people_relatedperson set ended_at = null where source = %s",
        "update people_powerofattorney set ended_at = null where id::text = replace(%s, 'power_of_attorney:', '')",
    ):
        with pytest.raises(Error, match="row-level security"):
            raw(kari, sql, f"power_of_attorney:{power_id}")
    with gate.reading(kari, now=now()), connection.cursor() as cursor:
        cursor.execute(
            "select gate.change_power(%s, %s, %s, %s, %s, null, 'x', %s)", [power_id, new_id(), new_id(), BOTH, TODAY, now()]
        )
        assert cursor.fetchone() == (False,)
    assert may(per) == {}


def test_a_stranger_cannot_change_a_power(kari, per, logins):
    power_id = give(kari)
    accept(per, power_id)
    for other in (per, logins.actor(ASTRID)):
        with gate.reading(other, now=now()), connection.cursor() as cursor:
            cursor.execute(
                "select gate.change_power(%s, %s, %s, %s, %s, null, 'x', %s)", [power_id, new_id(), new_id(), BOTH, TODAY, now()]
            )
            assert cursor.fetchone() == (False,)
