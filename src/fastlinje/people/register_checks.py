"""Asking the register whom people may act for: everybody who logs in, by the clock or by hand; one person at login."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection

from fastlinje.audit import gate
from fastlinje.core.actor import Actor

from .commands.apply_representation import OLDER, apply_representation
from .commands.note_register_round import note_register_round
from .models import Person
from .register_status import FILE, REPRESENTATION, SERVICE
from .registers.configured import representation_service
from .registers.representation_file import RepresentationFile
from .registers.representation_register import RepresentationRegister, RepresentationStatus, Subject
from .registers.several import SeveralRegisters
from .registers.unavailable import NotANationalId, Reason, RegisterUnavailable

Sources = Mapping[str, RepresentationRegister]
"""Registers by what they are called in the outcome: "file", "service", "document"."""
_AT_ONCE = 500
TELL_EVERY = 50
_FIRST = UUID(int=0)
log = structlog.get_logger("fastlinje.registers")
_files: dict[object, RepresentationFile] = {}


@dataclass(slots=True)
class Checked:
    """What a round came to: people by outcome ("changed", "same", "unknown", "no_answer"), and where sources differed.

    error  the last reason for "no_answer"; "" without any
    heard  for each subject, how new what everybody was answered with is at least
    """

    people: Counter[str] = field(default_factory=Counter)
    disagreements: Counter[str] = field(default_factory=Counter)
    error: str = ""
    heard: dict[Subject, datetime] = field(default_factory=dict)

    def answered(self, status: RepresentationStatus) -> None:
        """One more is answered for."""
        self.disagreements.update(disagreement.differs for disagreement in status.disagreements)
        for subject, at in status.as_of.items():
            self.heard[subject] = min(at, self.heard.get(subject, at))

    def not_answered(self, why: str) -> None:
        """One more keeps what they have."""
        log.warning("register_no_answer", error=why)
        self.people["no_answer"] += 1
        self.error = why


def configured_registers() -> dict[str, RepresentationRegister]:
    """This installation's registers: the file, the service, both or neither. Raises MisconfiguredRegister, UnusableKey"""
    path, service = settings.ENVIRONMENT.representation_file, representation_service()
    file = _files.setdefault(path, RepresentationFile(path)) if path else None
    return {name: source for name, source in ((FILE, file), (SERVICE, service)) if source}


def check_everybody(sources: Sources, *, actor: Actor, now: datetime, told: Callable[[int], None] = lambda done: None) -> Checked:
    """Ask about each person who has ever logged in. Somebody the registers give no answer on keeps what they have.

    told  called now and then with how many are done
    """
    checked, register = Checked(), SeveralRegisters(sources.values())
    for done, person_id in enumerate(who_logs_in(actor, now), 1):
        _check(register, person_id, checked, actor=actor, now=now)
        if done % TELL_EVERY == 0:
            told(done)
    _note(checked, ",".join(sources), actor=actor, now=now)
    log.info("representation_checked", **checked.people, disagreements=sum(checked.disagreements.values()))
    return checked


def check_one(person_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Ask about one person, if there is a register to ask."""
    sources = configured_registers()
    if sources:
        _check(SeveralRegisters(sources.values()), person_id, Checked(), actor=actor, now=now)


def check_representation(*, actor: Actor, now: datetime) -> None:
    """The worker's round, when there is a register to ask."""
    sources = configured_registers()
    if sources:
        check_everybody(sources, actor=actor, now=now)


def _note(checked: Checked, source: str, *, actor: Actor, now: datetime) -> None:
    note_register_round(
        actor=actor,
        now=now,
        register=REPRESENTATION,
        source=source,
        changed=checked.people["changed"],
        same=checked.people["same"],
        no_answer=checked.people["no_answer"],
        disagreements=sum(checked.disagreements.values()),
        error=checked.error,
        heard=checked.heard,
    )


def _check(register: RepresentationRegister, person_id: UUID, checked: Checked, *, actor: Actor, now: datetime) -> None:
    with gate.reading(actor, now=now):
        national_id = Person.objects.only("national_id").get(pk=person_id).national_id
    try:
        status = register.representations_of(national_id)
    except (RegisterUnavailable, NotANationalId) as trouble:
        checked.not_answered(str(trouble))
        return
    outcome = apply_representation(actor=actor, now=now, status=status)
    if outcome == OLDER:
        checked.not_answered(str(RegisterUnavailable(REPRESENTATION, Reason.OLDER, status.fetched_at.isoformat())))
        return
    checked.people[outcome] += 1
    checked.answered(status)


def who_logs_in(actor: Actor, now: datetime) -> Iterator[UUID]:
    """Everybody who has ever logged in as a citizen."""
    last = _FIRST
    while True:
        with gate.reading(actor, now=now), connection.cursor() as cursor:
            cursor.execute("select gate.people_who_log_in(%s, %s)", [last, _AT_ONCE])
            batch = [person_id for (person_id,) in cursor]
        yield from batch
        if len(batch) < _AT_ONCE:
            return
        last = batch[-1]
