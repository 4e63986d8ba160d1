"""Before times are shown."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

from ..booking import patient_at
from ..preparing import need_service, pass_gate
from ..rules import check_may_book


@command
def pass_checkpoint(*, actor: Actor, now: datetime, service_id: UUID) -> UUID:
    """Say that it is no emergency, and go on to booking.

    Returns  the preparation's id
    Refuses  consent_missing, not_represented, not_found
    Source   F-224, AD-65
    """
    check_may_book(actor)
    service = need_service(service_id)
    patient_at(service.practice_id, actor.subject_id)
    preparation = pass_gate(actor, service, now)
    record(
        actor,
        "checkpoint.pass",
        now=now,
        person_id=actor.subject_id,
        practice_id=service.practice_id,
        entity=("Preparation", preparation.pk),
        why="self",
    )
    return preparation.pk
