"""Books, moves and cancels as several people at once, in a process of its own that may be killed at any moment.

`python -m tests.soak.booker <folder> <first> <last>` acts as the people numbered so, each in a thread, until the file `stop` is
there. Each writes their own history, one line before an act and one after, and does an act that was cut short again with the
same key, as somebody does who reloads the page.
"""

import json
import os
import random
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID


class Booker(threading.Thread):
    """One person."""

    def __init__(self, folder: Path, number: int, session_key: bytes, slots: list[str]):
        super().__init__(name=f"person {number}")
        self._end_file = folder / "stop"
        self._path = folder / f"history-{number}.jsonl"
        self._session_key, self._slots = session_key, slots
        self._mine: list[str] = []
        self._unfinished = self._remember()

    def run(self) -> None:
        from django.db import connection

        with self._path.open("a", buffering=1) as self._history:
            if self._unfinished:
                self._insist(self._unfinished)
            while not self._end_file.exists():
                self._insist(self._note(self._choose()))
        connection.close()

    def _remember(self) -> dict[str, Any] | None:
        """What an earlier life of this person's process did; the last act if nobody knows how it went."""
        act = None
        for line in self._path.read_text().splitlines() if self._path.exists() else ():
            told = json.loads(line)
            if "act" in told:
                act = told
            else:
                self._learn(act, told)
                act = None
        return act

    def _learn(self, act: dict[str, Any], told: dict[str, Any]) -> None:
        if "ok" in told and act["act"] == "book":
            self._mine.append(told["ok"])
        if act["act"] == "cancel" and act["appointment"] in self._mine:
            self._mine.remove(act["appointment"])

    def _choose(self) -> dict[str, Any]:
        key = os.urandom(9).hex()
        if not self._mine or (len(self._mine) < 2 and random.random() < 0.4):
            return {"act": "book", "slot": random.choice(self._slots), "key": key}
        mine = random.choice(self._mine)
        if random.random() < 0.5:
            return {"act": "move", "appointment": mine, "slot": random.choice(self._slots), "key": key}
        return {"act": "cancel", "appointment": mine, "key": key}

    def _insist(self, act: dict[str, Any]) -> None:
        """Do it until somebody says how it went."""
        from django.db import DatabaseError, InterfaceError, connection

        from fastlinje.core.refusal import Refused

        while True:
            try:
                told = {"ok": str(self._do(act))}
            except Refused as refusal:
                told = {"refused": refusal.code}
            except (DatabaseError, InterfaceError):
                connection.close()
                if self._end_file.exists() and (self._end_file.stat().st_mtime + 90) < time.time():
                    raise
                time.sleep(0.05)
                continue
            self._learn(act, told)
            self._note(told)
            return

    def _do(self, act: dict[str, Any]) -> object:
        from fastlinje.audit import gate
        from fastlinje.core.actor import Capacity, Entry, Face
        from fastlinje.core.clock import now
        from fastlinje.core.identifiers import IdempotencyKey
        from fastlinje.scheduling.commands.book_appointment import book_appointment
        from fastlinje.scheduling.commands.cancel_appointment import cancel_appointment
        from fastlinje.scheduling.commands.move_appointment import move_appointment

        with gate.transaction.atomic():
            actor = gate.enter(Entry(Capacity.ANONYMOUS, Face.CITIZEN, self._session_key), now=now())
        given = {"actor": actor, "now": now() - timedelta(0), "key": IdempotencyKey(act["key"])}
        if act["act"] == "book":
            return book_appointment(**given, slot_id=UUID(act["slot"]))
        if act["act"] == "move":
            return move_appointment(**given, appointment_id=UUID(act["appointment"]), slot_id=UUID(act["slot"]))
        return cancel_appointment(**given, appointment_id=UUID(act["appointment"]))

    def _note(self, what: dict[str, Any]) -> dict[str, Any]:
        self._history.write(json.dumps(what) + "\n")
        return what


def main() -> None:
    folder, first, last = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    world = json.loads((folder / "world.json").read_text())
    bookers = [Booker(folder, n, bytes.fromhex(world["people"][n]), world["slots"]) for n in range(first, last)]
    for booker in bookers:
        booker.start()
    for booker in bookers:
        booker.join()


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fastlinje.config.settings")
    django.setup()
    main()
