"""A real worker process, the real handlers and a real mail server: what happens when the worker dies in the middle (FD-03)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fastlinje.audit.outbox import emit
from fastlinje.core.identifiers import new_id
from fastlinje.dialogue.events import AnswerSent
from fastlinje.nonprod.cast import KARI
from tests.notifications.conftest import the_notice

PATIENCE_SECONDS = 120


@pytest.fixture
def start(mail, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen]]:
    """Start a worker as production runs it, but for its patience with the dead."""
    running = []
    environ = {**os.environ, "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(mail.port), "SMTP_TLS": "none", "NOTICE_QUIET_HOURS": "off"}

    def run() -> subprocess.Popen:
        command = [sys.executable, "-m", "tests.config.slow_worker", str(tmp_path / "diary"), "real"]
        with (tmp_path / "log").open("ab") as log:
            running.append(subprocess.Popen(command, env=environ, stderr=log))
        return running[-1]

    yield run
    for process in running:
        process.kill()
        process.wait()


def eventually(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def test_killed_between_sending_and_noting_it_the_mail_comes_again_as_the_same(conversation, worker, mail, start, tmp_path):
    """FD-03, AD-72"""
    mail.answers.clear()
    with worker.connected():
        emit(AnswerSent(conversation.pk, new_id(), closed=True))
    victim = start()
    eventually(lambda: mail.raw)
    victim.send_signal(signal.SIGKILL)
    mail.answers.set()
    start()
    eventually(lambda: the_notice().status == "sent")
    assert len(mail.mails) == 2
    assert len({letter["Message-ID"] for letter in mail.mails}) == 1
    log = (tmp_path / "log").read_text()
    assert "outcome=done" in log
    for telling in (KARI.national_id, "Kari", "kari@example.org", "Kløe", "Tangen"):
        assert telling not in log


def test_sigterm_while_a_mail_is_on_its_way_lets_it_arrive(conversation, worker, mail, start):
    """FD-24"""
    mail.answers.clear()
    with worker.connected():
        emit(AnswerSent(conversation.pk, new_id(), closed=True))
    process = start()
    eventually(lambda: mail.raw)
    process.terminate()
    time.sleep(0.5)
    assert process.poll() is None
    mail.answers.set()
    assert process.wait(PATIENCE_SECONDS) == 0
    assert the_notice().status == "sent"
    assert len(mail.mails) == 1
