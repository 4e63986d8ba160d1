"""Web processes are killed while people send. Whoever got a receipt has sent exactly once, and nobody who tried has sent twice."""

import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connections

from fastlinje.audit.models import IdempotencyRecord
from fastlinje.audit.outbox import FAN_OUT
from fastlinje.dialogue.models import Communication, Conversation
from fastlinje.worklist.models import Task
from tests.cast import Logins
from tests.citizen_world import with_prices
from tests.soak.sender import Sender, Sent, make_senders
from tests.soak.server import Server

SOAK_SECONDS = float(os.environ.get("SOAK_SECONDS", "600"))
OWNER = "owner"


def send_and_kill(logins: Logins, log: Path, *, kills: int, seconds: float) -> tuple[list[Sent], int]:
    """Four people send until there have been that many kills and the time is up.

    Returns  what was receipted, and how many requests were cut short
    """
    with_prices()
    with Server(log) as server:
        senders = make_senders(logins, server, 4)
        for sender in senders:
            sender.start()
        try:
            until = time.monotonic() + seconds
            while server.kills < kills or time.monotonic() < until:
                kill_somebody_sending(senders, server)
        finally:
            for sender in senders:
                sender.stopping.set()
            while any(sender.is_alive() for sender in senders):
                server.bring_up()
                time.sleep(0.1)
    assert [sender.failure for sender in senders if sender.failure] == []
    return [sent for sender in senders for sent in sender.sent], sum(sender.interruptions for sender in senders)


def kill_somebody_sending(senders: list[Sender], server: Server) -> None:
    """Wait for a form to leave, and kill a moment later: before it is read, while it is written, or after the commit."""
    sender = random.choice(senders)
    sender.about_to_send.clear()
    while not sender.about_to_send.wait(0.1):
        assert sender.is_alive(), f"gave up: {sender.failure}"
        server.bring_up()
    time.sleep(random.uniform(0, 0.04))
    server.kill()


def check_each_is_there_once(receipted: list[Sent]) -> None:
    """One key, one conversation, one message, one task and one job for each receipt, and no conversation without a receipt."""
    assert len({sent.key for sent in receipted}) == len(receipted)
    conversations = {f"/samtaler/{each.pk}/kvittering/": each.pk for each in Conversation.objects.using(OWNER).all()}
    assert sorted(conversations) == sorted(sent.receipt for sent in receipted)
    messages = [(each.conversation_id, each.text) for each in Communication.objects.using(OWNER).all()]
    assert sorted(messages) == sorted((conversations[sent.receipt], sent.text) for sent in receipted)
    once = dict.fromkeys(conversations.values(), 1)
    assert Counter(Task.objects.using(OWNER).values_list("focus_id", flat=True)) == once
    assert Counter(jobs()) == {str(pk): 1 for pk in once}
    keys = IdempotencyRecord.objects.using(OWNER).filter(command="start_e_consultation").values_list("key", flat=True)
    assert Counter(keys) == {sent.key: 1 for sent in receipted}


def jobs() -> list[str]:
    """The conversations that a job tells about; no worker is running."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "select args -> 'payload' ->> 'conversation_id' from procrastinate_jobs"
            " where task_name = %s and args ->> 'event' = 'EConsultationStarted'",
            [FAN_OUT],
        )
        return [conversation_id for (conversation_id,) in cursor]


def test_a_few_kills(logins, tmp_path):
    """FD-01, FD-19, AD-62: on the way here, not for long."""
    receipted, interruptions = send_and_kill(logins, tmp_path / "log", kills=3, seconds=0)
    assert interruptions
    check_each_is_there_once(receipted)


@pytest.mark.soak
def test_kills_for_minutes(logins, tmp_path):
    """FD-01, FD-19, AD-62: ten minutes, or SOAK_SECONDS."""
    receipted, interruptions = send_and_kill(logins, tmp_path / "log", kills=3, seconds=SOAK_SECONDS)
    assert interruptions
    check_each_is_there_once(receipted)
