"""Writing the audit log. If the event can't be written the transaction fails, and the content is withheld."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.rows import insert

from .models import AuditEvent, Outcome

_ledger: ContextVar[list[str] | None] = ContextVar("ledger", default=None)


def record(
    actor: Actor,
    action: str,
    *,
    now: datetime,
    person_id: UUID | None = None,
    practice_id: UUID | None = None,
    entity: tuple[str, UUID] | None = None,
    why: str = "",
    refusal_code: str = "",
) -> None:
    """Note that `actor` did or read something.

    action     verb and thing, e.g. "conversation.read"; audit/words.py has the words people see for it
    person_id  whose information it concerns; that person can see the event
    entity     FHIR-like type name and id, e.g. ("Conversation", id)
    why        basis derived from role and task, e.g. "own_patient", "assigned_task", "self"
    """
    here = next((m for m in actor.memberships if m.practice_id == actor.practice_id), None)
    event = AuditEvent(
        id=new_id(),
        recorded_at=now,
        action=action,
        outcome=Outcome.REFUSED if refusal_code else Outcome.SUCCESS,
        refusal_code=refusal_code,
        capacity=actor.capacity.value,
        login_id=actor.login_id,
        agent_person_id=actor.person_id,
        agent_practitioner_id=actor.practitioner_id,
        agent_name=actor.name,
        agent_roles=",".join(sorted(actor.roles)),
        practice_id=actor.practice_id or practice_id,
        practice_name=here.practice_name if here else "",
        person_id=person_id or actor.person_id,
        entity_type=entity[0] if entity else "",
        entity_id=entity[1] if entity else None,
        why="representative" if why == "self" and person_id not in (None, actor.person_id) else why,
    )
    insert(event)
    ledger = _ledger.get()
    if ledger is not None:
        ledger.append(action)


def nothing_done(why: str) -> None:
    """Let a command finish that found nothing to do: a job run again, a stranger's logout call.

    There is no row, so that nobody can flood the log.
    """
    ledger = _ledger.get()
    if ledger is not None:
        ledger.append(f"nothing: {why}")


@contextmanager
def ledger() -> Iterator[list[str]]:
    """Collects the actions recorded inside, so that a command can be refused that audited nothing."""
    actions: list[str] = []
    token = _ledger.set(actions)
    try:
        yield actions
    finally:
        _ledger.reset(token)
