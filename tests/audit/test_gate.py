"""The gate: who a session's key becomes, and when it becomes nobody."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from fastlinje.audit import gate
from fastlinje.core.actor import Actor, Capacity, ConsentLevel, Face, RoleCode
from fastlinje.core.clock import now
from fastlinje.dialogue.models import Conversation
from fastlinje.nonprod.cast import BERG, DAG, GRO, KARI, LIE, OSKAR, PER
from fastlinje.people.commands.end_session import end_session
from fastlinje.people.models import Session
from fastlinje.practices.models import PractitionerRole


def enter(actor: Actor, at=None) -> Actor:
    with transaction.atomic():
        return gate.enter(actor.entry, now=at or now())


def test_a_citizen_is_a_citizen(cast, logins):
    kari = logins.actor(KARI)
    assert (kari.capacity, kari.person_id, kari.consent) == (Capacity.CITIZEN, cast.kari.pk, ConsentLevel.FULL)
    assert kari.name == "Kari Nordmann"
    assert kari.practice_id is None


def test_staff_of_one_office_are_there(cast, logins):
    berg = logins.actor(BERG, Face.STAFF)
    assert (berg.capacity, berg.practice_id, berg.may_treat) == (Capacity.STAFF, cast.tangen.pk, True)


def test_an_office_administrator_is_no_clinician(logins):
    dag = logins.actor(DAG, Face.STAFF)
    assert dag.capacity is Capacity.ADMIN
    assert not dag.may_treat


def test_staff_of_two_offices_must_choose(cast, logins):
    assert logins.actor(GRO, Face.STAFF).practice_id is None
    assert logins.actor(GRO, Face.STAFF, practice=cast.vika).roles == {RoleCode.GP}


def test_an_operator_has_no_clinical_role(logins):
    """AD-19"""
    oskar = logins.actor(OSKAR, Face.OPERATOR)
    assert oskar.capacity is Capacity.OPERATOR
    assert logins.actor(OSKAR, Face.STAFF).capacity is Capacity.ANONYMOUS


def test_the_same_key_gives_no_other_face(logins):
    """AD-21"""
    kari = logins.actor(KARI)
    other = gate.Entry(Capacity.ANONYMOUS, Face.STAFF, kari.entry.session_key)
    with transaction.atomic():
        assert gate.enter(other, now=now()).capacity is Capacity.ANONYMOUS


def test_idle_for_half_an_hour_is_out(logins):
    """AD-42"""
    kari = logins.actor(KARI)
    with time_machine.travel(now() + timedelta(minutes=29, seconds=50), tick=False):
        assert enter(kari).capacity is Capacity.CITIZEN
    with time_machine.travel(now() + timedelta(minutes=30, seconds=1), tick=False):
        assert enter(kari).capacity is Capacity.ANONYMOUS


def test_two_hours_after_login_is_out_however_active(logins):
    """AD-42"""
    kari, start = logins.actor(KARI), now()
    for minutes in range(20, 120, 20):
        with transaction.atomic():
            assert gate.enter(kari.entry, now=start + timedelta(minutes=minutes), touch=True).capacity is Capacity.CITIZEN
    assert enter(kari, start + timedelta(minutes=120, seconds=1)).capacity is Capacity.ANONYMOUS


def test_a_poll_does_not_move_the_idle_limit(logins):
    kari, start = logins.actor(KARI), now()
    enter(kari, start + timedelta(minutes=25))
    assert enter(kari, start + timedelta(minutes=31)).capacity is Capacity.ANONYMOUS


def test_logged_out_is_out(logins):
    kari = logins.actor(KARI)
    end_session(actor=kari, now=now())
    assert enter(kari).capacity is Capacity.ANONYMOUS


def test_a_substitute_acts_only_within_the_period(cast, logins):
    """AD-17"""
    PractitionerRole.objects.using("owner").filter(pk=cast.lie_role.pk).update(
        start_date=date(2026, 12, 1), end_date=date(2026, 12, 14)
    )
    from datetime import datetime

    from fastlinje.core.clock import OSLO

    moments = {
        datetime(2026, 11, 30, 23, 59, tzinfo=OSLO): False,
        datetime(2026, 12, 1, 0, 0, tzinfo=OSLO): True,
        datetime(2026, 12, 14, 23, 59, tzinfo=OSLO): True,
        datetime(2026, 12, 15, 0, 0, tzinfo=OSLO): False,
    }
    for moment, may in moments.items():
        with time_machine.travel(moment, tick=False):
            if may:
                assert logins.actor(LIE, Face.STAFF).may_treat
            else:
                from fastlinje.core.refusal import Refused

                with pytest.raises(Refused, match="no_membership"):
                    logins.actor(LIE, Face.STAFF)


def test_a_role_taken_away_is_gone_at_once(cast, logins):
    """AD-20"""
    berg = logins.actor(BERG, Face.STAFF)
    PractitionerRole.objects.using("owner").filter(pk=cast.berg_role.pk).update(active=False)
    assert enter(berg).capacity is Capacity.ANONYMOUS


def test_without_the_gate_nothing_is_readable(cast):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        list(Conversation.objects.all())


def test_no_capacity_reads_sessions(logins):
    kari = logins.actor(KARI)
    with pytest.raises(ProgrammingError, match="permission denied"), gate.reading(kari, now=now()):
        list(Session.objects.all())


def test_the_web_login_cannot_become_a_job(db):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        gate.enter(Actor.job("x").entry, now=now())


def test_the_capacity_ends_with_the_transaction(logins):
    per = logins.actor(PER)
    enter(per)
    with connection.cursor() as cursor:
        cursor.execute("select current_user, current_setting('fastlinje.self', true)")
        assert cursor.fetchone() in (("fastlinje_web", ""), ("fastlinje_web", None))
