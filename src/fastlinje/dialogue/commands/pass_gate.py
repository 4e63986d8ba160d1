"""The first step of an e-consultation."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.people.rules import check_consent

from ..drafts import lock_draft, make_draft, move_draft
from ..own_gp import offering_to, own_office
from ..rules import check_service_open


@command
def pass_gate(*, actor: Actor, now: datetime) -> UUID:
    """Say that it is no emergency and that the question suits, and begin to write. An earlier draft is kept.

    Returns  the draft's id
    Refuses  consent_missing, no_gp_here, service_closed
    Source   F-039, AD-65
    """
    check_consent(actor.consent)
    office = own_office(actor)
    check_service_open(offering_to(actor, office, now=now))
    draft = lock_draft(actor) or make_draft(actor, person_id=actor.subject_id, practice_id=office.practice_id, now=now)
    if draft.practice_id != office.practice_id:
        move_draft(draft, practice_id=office.practice_id, now=now)
    draft.gate_passed_at = now
    draft.save(update_fields=["gate_passed_at"])
    record(
        actor,
        "gate.pass",
        now=now,
        person_id=draft.person_id,
        practice_id=office.practice_id,
        entity=("Draft", draft.pk),
        why="self",
    )
    return draft.pk
