"""Seeing and ending one's own logins, and nobody else's."""

from datetime import timedelta

import pytest
from django.db import connection

from fastlinje.audit import gate
from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Actor, Capacity, Face
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.nonprod.cast import BERG, KARI, PER
from fastlinje.people.commands.end_own_sessions import end_other_sessions, end_own_session
from fastlinje.people.models import Session
from fastlinje.people.own_sessions import OpenSession, own_sessions_for


def sessions_of(actor: Actor) -> tuple[OpenSession, ...]:
    with gate.reading(actor, now=now()) as fresh:
        return own_sessions_for(fresh, now=now())


def is_in(actor: Actor) -> bool:
    with gate.transaction.atomic():
        return gate.enter(actor.entry, now=now()).capacity is not Capacity.ANONYMOUS


def test_one_sees_ones_own_open_logins_this_one_first(logins):
    here, there = logins.actor(KARI), logins.actor(KARI)
    logins.actor(PER)
    found = sessions_of(here)
    assert [(session.id, session.is_this) for session in found] == [(here.session_id, True), (there.session_id, False)]
    assert found[0].ends_at == here.session_expires_at


def test_the_same_person_as_staff_is_somebody_else(logins, cast):
    """AD-22"""
    berg = logins.actor(BERG, Face.STAFF)
    logins.actor(BERG)
    assert [session.id for session in sessions_of(berg)] == [berg.session_id]


@pytest.mark.parametrize("past", [{"ended_at": timedelta()}, {"expires_at": timedelta()}, {"last_seen_at": timedelta(minutes=30)}])
def test_a_login_that_is_over_is_not_shown(logins, past):
    here, there = logins.actor(KARI), logins.actor(KARI)
    field, ago = next(iter(past.items()))
    Session.objects.using("owner").filter(pk=there.session_id).update(**{field: now() - ago})
    assert [session.id for session in sessions_of(here)] == [here.session_id]


def test_ending_another_login_of_ones_own(logins):
    here, there = logins.actor(KARI), logins.actor(KARI)
    end_own_session(actor=here, now=now(), session_id=there.session_id)
    assert (is_in(here), is_in(there)) == (True, False)
    event = AuditEvent.objects.using("owner").get(action="session.end_elsewhere")
    assert (event.person_id, event.entity_id) == (here.person_id, there.session_id)


def test_somebody_elses_login_is_not_there(logins, kari):
    """AD-13: foreign, missing, ended and the present one are refused alike."""
    per, ended = logins.actor(PER), logins.actor(KARI)
    end_own_session(actor=kari, now=now(), session_id=ended.session_id)
    for session_id in (per.session_id, new_id(), ended.session_id, kari.session_id):
        with pytest.raises(NotFound):
            end_own_session(actor=kari, now=now(), session_id=session_id)
    assert is_in(per)
    assert is_in(kari)


def test_ending_all_others_leaves_this_one_and_other_people(logins):
    here, per = logins.actor(KARI), logins.actor(PER)
    others = [logins.actor(KARI), logins.actor(KARI)]
    assert end_other_sessions(actor=here, now=now()) == 2
    assert [is_in(actor) for actor in (here, per, *others)] == [True, True, False, False]
    assert end_other_sessions(actor=here, now=now()) == 0


def test_a_key_that_is_dead_ends_nothing(logins):
    here, there = logins.actor(KARI), logins.actor(KARI)
    end_own_session(actor=here, now=now(), session_id=there.session_id)
    with pytest.raises(Refused, match="session_ended"):
        end_other_sessions(actor=there, now=now())
    with gate.reading(here, now=now()), connection.cursor() as cursor:
        cursor.execute("select gate.end_own_sessions(%s, null, %s)", [there.entry.session_key, now()])
        assert cursor.fetchone() == (0,)
    assert is_in(here)
