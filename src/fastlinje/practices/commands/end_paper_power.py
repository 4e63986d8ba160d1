"""Ending a power of attorney that the office took in, when whoever gave it asks for that."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound
from fastlinje.people.events import PowerOfAttorneyChanged


@command
def end_paper_power(*, actor: Actor, now: datetime, patient_id: UUID, paper_id: UUID) -> None:
    """End it at once for a patient who cannot log in themselves.

    Refuses  not_found (foreign, missing and one that is over alike)
    Emits    PowerOfAttorneyChanged
    Source   F-109: either side can end it
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select power, giver, holder from gate.end_paper_power(%s, %s, %s, %s)", [patient_id, paper_id, actor.name, now]
        )
        ended = cursor.fetchone()
    if ended is None:
        raise NotFound
    power_id, *concerned = ended
    for person_id in filter(None, concerned):
        record(actor, "power.end", now=now, person_id=person_id, entity=("PowerOfAttorney", power_id), why="paper_form")
    emit(PowerOfAttorneyChanged(power_id, "ended"))
