"""A real worker process, for tests that kill it. Its one handler writes down that it began, then acts, waiting where it is told.

python -m tests.config.slow_worker <file> <where>   where: "before" or "after" the act, "nowhere", "poison", "clock",
"until_told" that it may "go on"; "real" leaves the handlers as they are
"""

import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

from fastlinje.config.runtime import django_ready

LONG_SECONDS = 600


def main() -> None:
    """Work as the worker's login role until told to stop."""
    diary, where = Path(sys.argv[1]), sys.argv[2]
    with django_ready(worker=True):
        from fastlinje.audit.command import command
        from fastlinje.audit.record import record
        from fastlinje.config import periodic, subscriptions, worker
        from fastlinje.dialogue.events import AnswerSent

        def note(line: str) -> None:
            with diary.open("a") as file:
                file.write(f"{line}\n")

        @command
        def act_once(*, actor, now, communication_id) -> str:
            record(actor, "test.effect", now=now, entity=("Communication", communication_id))
            return "acted"

        def slow(event, *, actor, now) -> None:
            note(f"began {event.communication_id}")
            if where == "poison":
                os.kill(os.getpid(), signal.SIGKILL)
            if where == "before":
                time.sleep(LONG_SECONDS)
            act_once(actor=actor, now=now, key=str(event.communication_id), communication_id=event.communication_id)
            note(f"acted {event.communication_id}")
            if where == "after":
                time.sleep(LONG_SECONDS)
            if where == "until_told":
                while "go on" not in diary.read_text():
                    time.sleep(0.05)
                note(f"ended {event.communication_id}")

        if where != "real":
            slow.__module__ = "fastlinje.test"
            subscriptions.SUBSCRIPTIONS[AnswerSent] = (slow,)
        if where == "clock":
            periodic.PERIODIC = (replace(periodic.PERIODIC[0], cron="* * * * * *"),)
        # Impatient with the dead, not with the living: on a busy machine a heartbeat can be seconds late.
        worker.HEARTBEAT_SECONDS, worker.DEAD_AFTER_SECONDS, worker.CONNECT_WITHIN_SECONDS = 0.5, 6, 5
        worker.run(concurrency=2)


if __name__ == "__main__":
    main()
