"""Acts as several people, as the office, or as the worker, in a process of its own that may be killed at any moment.

`python -m tests.soak.booker <folder> <name> …` acts as those named, each in a thread, until the file `stop` is there. Each writes
their own history, one line before an act and one after, and does an act that was cut short again with the same key, as somebody
does who reloads the page.
"""

import json
import os
import random
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

PATIENCE_SECONDS = 90
AN_HOUR = 3600
GONE = ("already_cancelled", "wrong_state", "not_found")


class Actor(threading.Thread, ABC):
    """Somebody who acts again and again, and remembers across lives what came of it."""

    def __init__(self, folder: Path, name: str, world: dict[str, Any]):
        super().__init__(name=name)
        self._end_file, self._path, self._world = folder / "stop", folder / f"history-{name}.jsonl", world
        self._unfinished = self._remember()

    @abstractmethod
    def choose(self) -> dict[str, Any]:
        """The next act."""

    @abstractmethod
    def enter(self) -> Any:
        """Who acts, as the gate says now."""

    def learn(self, act: dict[str, Any], told: dict[str, Any]) -> None:
        """What came of it."""

    def run(self) -> None:
        from django.db import connection

        with self._path.open("a", buffering=1) as self._history:
            if self._unfinished:
                self._insist(self._unfinished)
            while not self._end_file.exists():
                self._insist(self._note(self._patiently(self.choose)))
        connection.close()

    def _remember(self) -> dict[str, Any] | None:
        """What an earlier life of this process did; the last act if nobody knows how it went."""
        act = None
        for line in self._path.read_text().splitlines() if self._path.exists() else ():
            told = json.loads(line)
            if "act" in told:
                act = told
            else:
                self.learn(act, told)
                act = None
        return act

    def _insist(self, act: dict[str, Any]) -> None:
        """Do it until somebody says how it went."""
        told = self._patiently(lambda: self._attempt(act))
        self.learn(act, told)
        self._note(told)

    def _patiently(self, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Again and again while the database is away."""
        from django.db import DatabaseError, InterfaceError, connection

        while True:
            try:
                return do()
            except (DatabaseError, InterfaceError):
                connection.close()
                if self._end_file.exists() and (self._end_file.stat().st_mtime + PATIENCE_SECONDS) < time.time():
                    raise
                time.sleep(0.05)

    def _attempt(self, act: dict[str, Any]) -> dict[str, Any]:
        from fastlinje.core.clock import now
        from fastlinje.core.identifiers import IdempotencyKey
        from fastlinje.core.refusal import Refused

        module, command = COMMANDS[act["act"]]
        run = getattr(__import__(f"fastlinje.scheduling.commands.{module}", fromlist=[command]), command)
        given = {name: UUID(value) for name, value in act["given"].items()} | act["how"]
        at = now() + timedelta(seconds=act["later"])
        try:
            return {"ok": str(run(actor=self.enter(), now=at, key=IdempotencyKey(act["key"]), **given))}
        except Refused as refusal:
            return {"refused": refusal.code}

    def _note(self, what: dict[str, Any]) -> dict[str, Any]:
        self._history.write(json.dumps(what) + "\n")
        return what

    def read(self, build: Callable[[], Any]) -> list:
        """Rows as the actor sees them now."""
        from fastlinje.audit import gate
        from fastlinje.core.clock import now

        with gate.reading(self.enter(), now=now()):
            return list(build())


COMMANDS = {
    "book": ("book_appointment", "book_appointment"),
    "move": ("move_appointment", "move_appointment"),
    "cancel": ("cancel_appointment", "cancel_appointment"),
    "wait": ("join_waiting_list", "join_waiting_list"),
    "leave": ("leave_waiting_list", "leave_waiting_list"),
    "accept earlier": ("accept_earlier", "accept_earlier"),
    "decline earlier": ("decline_earlier", "decline_earlier"),
    "office book": ("book_for_patient", "book_for_patient"),
    "office move": ("move_for_patient", "move_for_patient"),
    "office cancel": ("cancel_for_patient", "cancel_for_patient"),
    "offer": ("offer_next", "offer_next"),
    "lapse": ("lapse_offers", "lapse_offers"),
}


def act(name: str, *, how: dict[str, Any] | None = None, later: int = 0, **given: object) -> dict[str, Any]:
    """What is to be done, as it is written down. `given` are ids, `how` the rest; `later`: as if so many seconds had passed."""
    ids = {key: str(value) for key, value in given.items()}
    return {"act": name, "given": ids, "how": how or {}, "later": later, "key": os.urandom(9).hex()}


class Person(Actor):
    """A patient of Berg's."""

    def __init__(self, folder: Path, name: str, world: dict[str, Any]):
        self._mine: list[str] = []
        super().__init__(folder, name, world)

    def enter(self) -> Any:
        return entered(bytes.fromhex(self._world["people"][int(self.name.split("-")[1])]), "citizen")

    def learn(self, act: dict[str, Any], told: dict[str, Any]) -> None:
        if "ok" in told and act["act"] == "book":
            self._mine.append(told["ok"])
        gone = told.get("refused") in GONE or ("ok" in told and act["act"] == "cancel")
        if gone and act["given"].get("appointment_id") in self._mine:
            self._mine.remove(act["given"]["appointment_id"])

    def choose(self) -> dict[str, Any]:
        slot = random.choice(self._world["slots"])
        if not self._mine or (len(self._mine) < 2 and random.random() < 0.4):
            return act("book", slot_id=slot)
        mine, dice = random.choice(self._mine), random.random()
        if dice < 0.3:
            return act("move", appointment_id=mine, slot_id=slot)
        if dice < 0.5:
            return act("cancel", appointment_id=mine)
        if dice < 0.8:
            return self._answer() or act("wait", appointment_id=mine)
        return act("leave" if dice < 0.85 else "wait", appointment_id=mine)

    def _answer(self) -> dict[str, Any] | None:
        from fastlinje.scheduling.models import AppointmentOffer

        offers = self.read(lambda: AppointmentOffer.objects.filter(state="open").values_list("pk", flat=True)[:1])
        return act(random.choice(["accept earlier", "accept earlier", "decline earlier"]), offer_id=offers[0]) if offers else None


class Office(Actor):
    """Siri, who books for those who call, and moves and calls off what anybody has."""

    def enter(self) -> Any:
        return entered(bytes.fromhex(self._world["staff"]), "staff")

    def choose(self) -> dict[str, Any]:
        from fastlinje.scheduling.models import Appointment

        time.sleep(0.02)
        slot = random.choice(self._world["slots"])
        booked = self.read(lambda: Appointment.objects.filter(status="booked").order_by("?").values_list("pk", flat=True)[:1])
        if not booked or random.random() < 0.4:
            return act("office book", slot_id=slot, patient_id=random.choice(self._world["patients"]))
        if random.random() < 0.5:
            return act("office move", appointment_id=booked[0], slot_id=slot)
        return act("office cancel", appointment_id=booked[0], how={"by_patient": random.random() < 0.5})


class Worker(Actor):
    """Who offers what became free, and takes it back when nobody answers. Connected as the worker's login role."""

    def enter(self) -> Any:
        from fastlinje.core.actor import Actor as Who

        return Who.job("soak")

    def choose(self) -> dict[str, Any]:
        from fastlinje.scheduling.models import AppointmentOffer

        time.sleep(0.05)
        if random.random() < 0.1:
            offers = AppointmentOffer.objects.filter(state="open").order_by("?").values_list("appointment_id", flat=True)
            if found := self.read(lambda: offers[:1]):
                return act("lapse", appointment_id=found[0], later=AN_HOUR)
        return act("offer", slot_id=random.choice(self._world["slots"]))


def entered(session_key: bytes, face: str) -> Any:
    """Who somebody is, as a page would find out."""
    from fastlinje.audit import gate
    from fastlinje.core.actor import Capacity, Entry, Face
    from fastlinje.core.clock import now

    with gate.transaction.atomic():
        return gate.enter(Entry(Capacity.ANONYMOUS, Face(face), session_key), now=now())


KINDS: dict[str, type[Actor]] = {"person": Person, "office": Office, "worker": Worker}


def main() -> None:
    folder, names = Path(sys.argv[1]), sys.argv[2:]
    world = json.loads((folder / "world.json").read_text())
    actors = [KINDS[name.split("-")[0]](folder, name, world) for name in names]
    for actor in actors:
        actor.start()
    for actor in actors:
        actor.join()


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fastlinje.config.settings")
    django.setup()
    main()
