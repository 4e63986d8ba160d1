"""What asking a register about everybody would change, without changing it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from fastlinje.audit import gate
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date

from .models import Person
from .register_checks import TELL_EVERY, Sources, who_logs_in
from .register_freshness import stored_freshness
from .registers.representation_register import RepresentationRegister
from .registers.several import SeveralRegisters
from .registers.unavailable import NotANationalId, RegisterUnavailable
from .representation_plan import Change, plan_for, standing_rows


@dataclass(slots=True)
class Counted:
    """What a round would come to. `rows`: by what would happen to them; `protected`: people whose address would change."""

    people: int = 0
    no_answer: int = 0
    rows: Counter[Change] = field(default_factory=Counter)
    protected: set[UUID] = field(default_factory=set)
    disagreements: int = 0

    @property
    def begins(self) -> int:
        return self.rows[Change.BEGIN]

    @property
    def changes(self) -> int:
        return self.rows[Change.CHANGE]

    @property
    def ends(self) -> int:
        return self.rows[Change.END]


def count_everybody(sources: Sources, *, actor: Actor, now: datetime, told: Callable[[int], None] = lambda done: None) -> Counted:
    """What `check_everybody` would come to now. Writes nothing."""
    counted, register = Counted(), SeveralRegisters(sources.values())
    for person_id in who_logs_in(actor, now):
        _count(register, person_id, counted, actor=actor, now=now)
        if counted.people % TELL_EVERY == 0:
            told(counted.people)
    return counted


def _count(register: RepresentationRegister, person_id: UUID, counted: Counted, *, actor: Actor, now: datetime) -> None:
    counted.people += 1
    with gate.reading(actor, now=now):
        me = Person.objects.get(pk=person_id)
    try:
        status = register.representations_of(me.national_id)
    except (RegisterUnavailable, NotANationalId):
        counted.no_answer += 1
        return
    with gate.reading(actor, now=now):
        if status.is_older_than(stored_freshness()):
            counted.no_answer += 1
            return
        plan = plan_for(me, status, standing_rows(me, status), oslo_date(now))
    counted.rows.update(step.change for step in plan.steps)
    counted.protected |= {person.pk for person, _code in plan.protections}
    counted.disagreements += len(status.disagreements)
