"""`@command`: once per key, never without audit, refusals recorded, capacity gone afterwards."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from fastlinje.audit.command import COMMANDS, NothingAudited, command
from fastlinje.audit.models import AuditEvent, Outcome
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id, new_idempotency_key
from fastlinje.core.refusal import Refused
from fastlinje.people.commands.end_session import end_session
from fastlinje.people.models import Consent


@pytest.fixture(autouse=True)
def _forget_commands_made_here():
    before = dict(COMMANDS)
    yield
    COMMANDS.clear()
    COMMANDS.update(before)


def choose(actor, at):
    made = Consent.objects.create(id=new_id(), person_id=actor.person_id, level="full", previous_level="basis", given_at=at)
    record(actor, "test.chosen", now=at)
    return made.pk


def consents():
    return Consent.objects.using("owner").count()


def events(**such):
    return AuditEvent.objects.using("owner").filter(**such)


def test_a_command_that_audits_nothing_is_rolled_back(kari):
    @command
    def silent(*, actor, now):
        Consent.objects.create(id=new_id(), person_id=actor.person_id, level="full", previous_level="basis", given_at=now)

    with pytest.raises(NothingAudited):
        silent(actor=kari, now=now())
    assert consents() == 0


def test_the_same_key_gives_the_first_result_again(kari):
    """AD-62"""

    @command
    def chosen(*, actor, now):
        return choose(actor, now)

    key = new_idempotency_key()
    assert chosen(actor=kari, now=now(), key=key) == chosen(actor=kari, now=now(), key=key)
    assert consents() == 1
    assert chosen(actor=kari, now=now(), key=new_idempotency_key()) is not None
    assert consents() == 2


def test_two_at_once_with_one_key_act_once(kari):
    """AD-62: the second waits for the first and gets its result."""
    inside, go_on = threading.Event(), threading.Event()

    @command
    def slow(*, actor, now):
        inside.set()
        go_on.wait(60)
        return choose(actor, now)

    key = new_idempotency_key()

    def run():
        try:
            return slow(actor=kari, now=now(), key=key)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(run)
        assert inside.wait(60)
        second = pool.submit(run)
        go_on.set()
        assert first.result(60) == second.result(60)
    assert consents() == 1


def test_a_key_is_not_spent_by_a_refusal(kari):
    refuse = [True]

    @command
    def moody(*, actor, now):
        if refuse[0]:
            raise Refused("not_now", "Ikke nå.")
        return choose(actor, now)

    key = new_idempotency_key()
    with pytest.raises(Refused):
        moody(actor=kari, now=now(), key=key)
    refuse[0] = False
    assert moody(actor=kari, now=now(), key=key)


def test_a_refusal_undoes_everything_and_is_recorded(kari):
    @command
    def half(*, actor, now):
        choose(actor, now)
        raise Refused("not_now", "Ikke nå.")

    with pytest.raises(Refused):
        half(actor=kari, now=now())
    assert consents() == 0
    refused = events(action="half").get()
    assert (refused.outcome, refused.refusal_code, refused.agent_name) == (Outcome.REFUSED, "not_now", "Kari Nordmann")
    assert not events(action="test.chosen").exists()


def test_an_ended_session_cannot_act(kari):
    """AD-42"""

    @command
    def chosen(*, actor, now):
        return choose(actor, now)

    end_session(actor=kari, now=now())
    with pytest.raises(Refused, match="session_ended"):
        chosen(actor=kari, now=now())
    assert consents() == 0


def test_commands_are_never_nested(kari):
    @command
    def inner(*, actor, now):
        return choose(actor, now)

    @command
    def outer(*, actor, now):
        record(actor, "test.outer", now=now)
        return inner(actor=actor, now=now)

    with pytest.raises(RuntimeError, match="durable"):
        outer(actor=kari, now=now())


def test_an_event_cannot_be_written_in_another_name(kari, berg):
    """AD-74: the database compares the actor's columns with what the gate has stated."""

    @command
    def lie(*, actor, now):
        record(berg, "test.lie", now=now)

    with pytest.raises(Exception, match="row-level security"):
        lie(actor=kari, now=now())
    assert not events(action="test.lie").exists()


def test_the_capacity_is_gone_after_an_error(kari):
    @command
    def breaks(*, actor, now):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks(actor=kari, now=now())
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("fastlinje_web",)


def test_anonymous_cannot_do_what_a_citizen_does(cast):
    @command
    def chosen(*, actor, now):
        Consent.objects.create(id=new_id(), person=cast.kari, level="full", previous_level="basis", given_at=now)
        record(actor, "test.chosen", now=now)

    with pytest.raises(Exception, match="permission denied"):
        chosen(actor=Actor.anonymous(), now=now())
