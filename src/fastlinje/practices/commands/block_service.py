"""Keeping a patient from one service for a while, and letting them back in."""

from datetime import date, datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound

from ..block_rules import check_block
from ..models import Patient, ServiceBlock


@command
def block_service(*, actor: Actor, now: datetime, patient_id: UUID, code: str, reason: str, end_date: date) -> UUID:
    """Keep a patient from a service at the office from today. One that lasts already is replaced.

    reason    1 to 300 characters, for the office; sealed
    end_date  the last day, within a year
    Returns   the block's id
    Refuses   not_found, unknown_service, reason_missing, reason_too_long, end_past, end_too_far
    Source    F-143, rules.md 5.7
    """
    patient = Patient.objects.filter(pk=patient_id, practice_id=actor.practice_id).defer("national_id", "national_id_index").first()
    if patient is None:
        raise NotFound
    today, reason = oslo_date(now), reason.strip()
    check_block(code, reason, end_date, today)
    _lift(ServiceBlock.objects.filter(patient_id=patient_id, practice_id=actor.practice_id, code=code), actor, now)
    block = ServiceBlock.objects.create(
        id=new_id(),
        practice_id=patient.practice_id,
        patient_id=patient.pk,
        person_id=patient.person_id,
        code=code,
        reason=reason,
        start_date=today,
        end_date=end_date,
        registered_at=now,
        registered_by=actor.name,
    )
    record(actor, "service.block", now=now, person_id=patient.person_id, entity=("ServiceBlock", block.pk), why=code)
    return block.pk


@command
def end_block(*, actor: Actor, now: datetime, patient_id: UUID, block_id: UUID) -> None:
    """Let a patient use the service again at once.

    Refuses  not_found (foreign, missing and one that is over alike)
    """
    ended = _lift(ServiceBlock.objects.filter(pk=block_id, patient_id=patient_id, practice_id=actor.practice_id), actor, now)
    if not ended:
        raise NotFound
    for block in ended:
        record(actor, "service.unblock", now=now, person_id=block.person_id, entity=("ServiceBlock", block.pk), why=block.code)


def _lift(blocks, actor: Actor, now: datetime) -> list[ServiceBlock]:
    lasting = list(blocks.select_for_update(of=("self",)).filter(ended_at__isnull=True, end_date__gte=oslo_date(now)))
    for block in lasting:
        block.ended_at, block.ended_by = now, actor.name
        block.save(update_fields=["ended_at", "ended_by"])
    return lasting
