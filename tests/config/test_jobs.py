"""One job per event, in the command's own transaction, fanned out to handlers that are retried alone."""

from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.db.utils import ProgrammingError

from fastlinje.audit import gate
from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.config import jobs, subscriptions
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.dialogue.events import AnswerHeld, AnswerSent


@command
def refuse(*, actor, now):
    """A rule always says no."""
    raise Refused("wrong_state", "")


def queue() -> list[tuple]:
    """What is in the queue, seen by the owner."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("select task_name, status::text, attempts, args from procrastinate_jobs order by id")
        return cursor.fetchall()


@pytest.fixture
def heard(monkeypatch):
    """Three handlers of AnswerSent: one that works, one that always fails, one that a rule refuses."""
    seen = []

    def works(event, *, actor, now):
        with gate.reading(actor, now=now):
            seen.append(event)

    def breaks(event, *, actor, now):
        raise ValueError("poison")

    def refused(event, *, actor, now):
        refuse(actor=actor, now=now)

    monkeypatch.setitem(subscriptions.SUBSCRIPTIONS, AnswerSent, (works, breaks, refused))
    return seen


def news() -> AnswerSent:
    return AnswerSent(new_id(), new_id(), closed=True)


def test_a_rolled_back_command_leaves_no_job(kari):
    with transaction.atomic():
        gate.enter(kari.entry, now=now())
        emit(news())
        transaction.set_rollback(True)
    assert queue() == []


def test_every_capacity_can_tell_news_but_not_read_the_queue(kari, berg):
    for actor in (kari, berg):
        with transaction.atomic():
            gate.enter(actor.entry, now=now())
            emit(news())
        with pytest.raises(ProgrammingError, match="permission denied"), gate.reading(actor, now=now()):
            connections["default"].cursor().execute("select args from procrastinate_jobs")
    assert [task for task, *_ in queue()] == [jobs.FAN_OUT] * 2


def test_each_handler_gets_the_event_as_it_was_told(db, worker, heard):
    told = news()
    with transaction.atomic():
        gate.enter(gate.Entry(gate.Capacity.ANONYMOUS), now=now())
        emit(told)
    worker.run(raising=False)
    assert heard == [told]


def test_a_handler_that_fails_is_tried_again_alone(db, worker, heard):
    """FD-13"""
    with worker.connected():
        emit(news())
    runs = worker.run(raising=False)
    assert [(run.handler.rpartition(".")[2], run.status) for run in runs] == [
        ("", "succeeded"),
        ("works", "succeeded"),
        ("breaks", "todo"),
        ("refused", "succeeded"),
    ]
    for day in range(1, jobs.MAX_TRIES):
        worker.run(until=now() + timedelta(days=day), raising=False)
    assert [(status, attempts) for _, status, attempts, _ in queue()] == [("failed", jobs.MAX_TRIES)]
    assert len(heard) == 1


@pytest.mark.parametrize("refusal", [NotFound(), Refused("response_refused", "")])
def test_what_no_command_refused_is_not_settled(db, worker, monkeypatch, refusal):
    def looks_for_something(event, *, actor, now):
        raise refusal

    monkeypatch.setitem(subscriptions.SUBSCRIPTIONS, AnswerSent, (looks_for_something,))
    with worker.connected():
        emit(news())
    with pytest.raises(Refused):
        worker.run()


def test_an_event_can_be_held_back(db, worker, monkeypatch):
    heard = []

    def release(event, *, actor, now):
        heard.append(now)

    monkeypatch.setitem(subscriptions.SUBSCRIPTIONS, AnswerHeld, (release,))
    due = now() + timedelta(seconds=15)
    with worker.connected():
        emit(AnswerHeld(new_id()), at=due)
    assert worker.run() == []
    assert worker.waiting() == ["AnswerHeld"]
    worker.run(until=due)
    assert heard == [due]


def test_news_about_one_thing_is_taken_in_order_and_what_is_held_back_holds_up_nobody(db, worker):
    first = news()
    with worker.connected():
        emit(first)
        emit(AnswerSent(first.conversation_id, new_id(), closed=True))
        emit(AnswerSent(first.conversation_id, new_id(), closed=True), at=now() + timedelta(hours=1))
    with connections["owner"].cursor() as cursor:
        cursor.execute("select lock from procrastinate_jobs order by id")
        assert [lock for (lock,) in cursor] == [f"news:{first.conversation_id}"] * 2 + [None]


def test_waits_grow_to_an_hour():
    waits = [jobs.wait_after(tries).total_seconds() for tries in range(1, 20)]
    assert waits[0] < 6
    assert waits[3] > 100
    assert max(waits) <= 3600 * 1.1


def test_a_handler_that_is_not_in_the_table_cannot_be_run():
    with pytest.raises(StopIteration):
        subscriptions.handler_called("os.system")


def test_every_event_has_a_line():
    import inspect

    from fastlinje.dialogue import events

    told = {kind for _, kind in inspect.getmembers(events, inspect.isclass) if kind.__module__ == events.__name__}
    assert told <= set(subscriptions.SUBSCRIPTIONS)
