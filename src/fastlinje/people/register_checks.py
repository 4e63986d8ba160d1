"""Asking the register whom people may act for: everybody who logs in, by the clock or by hand; one person at login."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection

from fastlinje.audit import gate
from fastlinje.core.actor import Actor

from .commands.apply_representation import apply_representation
from .commands.note_register_round import note_register_round
from .models import Person
from .register_status import REPRESENTATION
from .registers.configured import representation_service
from .registers.representation_file import RepresentationFile
from .registers.representation_register import RepresentationRegister
from .registers.several import SeveralRegisters
from .registers.unavailable import NotANationalId, RegisterUnavailable

_AT_ONCE = 500
_FIRST = UUID(int=0)
log = structlog.get_logger("fastlinje.registers")
_files: dict[object, RepresentationFile] = {}


@dataclass(slots=True)
class Checked:
    """What a round came to: people by outcome ("changed", "same", "unknown", "no_answer"), and where sources differed.

    error  the last reason for "no_answer"; "" without any
    """

    people: Counter[str] = field(default_factory=Counter)
    disagreements: Counter[str] = field(default_factory=Counter)
    error: str = ""


def configured_register() -> RepresentationRegister | None:
    """This installation's register: the file, the service, or both as one; None when it has neither.

    Raises MisconfiguredRegister, UnusableKey
    """
    path, service = settings.ENVIRONMENT.representation_file, representation_service()
    file = _files.setdefault(path, RepresentationFile(path)) if path else None
    sources = [source for source in (file, service) if source]
    return SeveralRegisters(sources) if len(sources) > 1 else next(iter(sources), None)


def check_everybody(register: RepresentationRegister, *, actor: Actor, now: datetime) -> Checked:
    """Ask about each person who has ever logged in. Somebody the register gives no answer on keeps what they have."""
    checked = Checked()
    for person_id in who_logs_in(actor, now):
        _check(register, person_id, checked, actor=actor, now=now)
    _note(checked, actor=actor, now=now)
    log.info("representation_checked", **checked.people, disagreements=sum(checked.disagreements.values()))
    return checked


def _note(checked: Checked, *, actor: Actor, now: datetime) -> None:
    note_register_round(
        actor=actor,
        now=now,
        register=REPRESENTATION,
        changed=checked.people["changed"],
        same=checked.people["same"],
        no_answer=checked.people["no_answer"],
        disagreements=sum(checked.disagreements.values()),
        error=checked.error,
    )


def check_one(person_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Ask about one person, if there is a register to ask."""
    register = configured_register()
    if register:
        _check(register, person_id, Checked(), actor=actor, now=now)


def check_representation(*, actor: Actor, now: datetime) -> None:
    """The worker's round, when there is a register to ask."""
    register = configured_register()
    if register:
        check_everybody(register, actor=actor, now=now)


def _check(register: RepresentationRegister, person_id: UUID, checked: Checked, *, actor: Actor, now: datetime) -> None:
    with gate.reading(actor, now=now):
        national_id = Person.objects.only("national_id").get(pk=person_id).national_id
    try:
        status = register.representations_of(national_id)
    except (RegisterUnavailable, NotANationalId) as trouble:
        log.warning("representation_no_answer", error=str(trouble))
        checked.people["no_answer"] += 1
        checked.error = str(trouble)
        return
    checked.people[apply_representation(actor=actor, now=now, status=status)] += 1
    checked.disagreements.update(disagreement.differs for disagreement in status.disagreements)


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
