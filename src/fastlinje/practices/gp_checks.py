"""Asking the registers whose list people are on: at login, and by the clock for everybody who logs in (F-002, F-081).

Nothing waits for it. While a register is away everything stays as it was; where two differ, too, and the person is told.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from fastlinje.audit import gate
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.people.commands.note_register_round import note_register_round
from fastlinje.people.models import Person, RelatedPerson
from fastlinje.people.register_checks import Checked, who_logs_in
from fastlinje.people.register_status import GP, configured_sources
from fastlinje.people.registers.unavailable import NotANationalId, RegisterUnavailable

from .commands.apply_gp import apply_gp
from .models import GpCheck
from .registers.configured import gp_registers
from .registers.gp_register import GpRegister, ListMembership

FRESH = timedelta(hours=20)
"""How long an answer is good for when the clock asks; a login always asks."""
log = structlog.get_logger("fastlinje.registers")


def check_gps(*, actor: Actor, now: datetime) -> None:
    """The worker's round: everybody who logs in and whom they act for, unless asked about lately."""
    registers = gp_registers()
    if registers:
        checked = Checked()
        for person_id in who_logs_in(actor, now):
            for each in _with_those_they_act_for(person_id, actor, now):
                if not _is_fresh(each, actor, now):
                    _check(registers, each, checked, actor, now)
        _note(checked, actor, now)


def check_gp_of(person_id: UUID, *, actor: Actor, now: datetime) -> None:
    """One person and those they act for, if there is a register to ask."""
    registers = gp_registers()
    if registers:
        for each in _with_those_they_act_for(person_id, actor, now):
            _check(registers, each, Checked(), actor, now)


def _note(checked: Checked, actor: Actor, now: datetime) -> None:
    """For the operator, unless there was nobody to ask about."""
    if checked.people:
        note_register_round(
            actor=actor,
            now=now,
            register=GP,
            source=",".join(configured_sources(GP)),
            changed=0,  # who moved stands in the log: the register is asked about a person, not about a change
            same=checked.people.total() - checked.people["no_answer"],
            no_answer=checked.people["no_answer"],
            disagreements=checked.people[GpCheck.Outcome.DISAGREE],
            error=checked.error,
            heard={},
        )


def _check(registers: Sequence[GpRegister], person_id: UUID, checked: Checked, actor: Actor, now: datetime) -> None:
    with gate.reading(actor, now=now):
        national_id = Person.objects.only("national_id").get(pk=person_id).national_id
    try:
        answers = [register.gp_of(national_id, oslo_date(now)) for register in registers]
    except (RegisterUnavailable, NotANationalId) as trouble:
        checked.not_answered(str(trouble))
        return
    first, *others = answers
    agreed = all(same_list(first, other) for other in others)
    outcome = apply_gp(actor=actor, now=now, person_id=person_id, membership=first, agreed=agreed)
    checked.people[outcome] += 1
    log.info("gp_checked", outcome=outcome)


def same_list(one: ListMembership | None, other: ListMembership | None) -> bool:
    """True unless they name two doctors or two offices; what one of them does not know is no difference."""
    if one is None or other is None:
        return one is other
    pairs = (
        (one.gp_hpr_number, other.gp_hpr_number),
        (one.gp_her_id, other.gp_her_id),
        (one.organisation_number, other.organisation_number),
    )
    known = [(ours, theirs) for ours, theirs in pairs if ours is not None and theirs is not None]
    return bool(known) and all(ours == theirs for ours, theirs in known)


def _with_those_they_act_for(person_id: UUID, actor: Actor, now: datetime) -> list[UUID]:
    with gate.reading(actor, now=now):
        others = RelatedPerson.objects.filter(related_id=person_id, ended_at__isnull=True).order_by("person_id")
        return [person_id, *others.values_list("person_id", flat=True).distinct()]


def _is_fresh(person_id: UUID, actor: Actor, now: datetime) -> bool:
    with gate.reading(actor, now=now):
        return GpCheck.objects.filter(person_id=person_id, checked_at__gt=now - FRESH).exists()
