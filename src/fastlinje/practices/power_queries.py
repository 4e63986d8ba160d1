"""The powers of attorney an office has taken in on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from fastlinje.core.actor import Actor, Scope
from fastlinje.core.refusal import NotFound
from fastlinje.people.models import PowerOfAttorney
from fastlinje.people.powers import PowerState, state_of

from .models import PaperPower, Patient

_REASON = PaperPower._meta.get_field("reason").label


@dataclass(frozen=True, slots=True)
class PaperPowerLine:
    """One of them, for the office that took it in."""

    id: UUID
    holder_name: str
    scopes: tuple[Scope, ...]
    start_date: date
    end_date: date | None
    registered_at: datetime
    ended_at: datetime | None
    state: PowerState
    reason: str
    received_by: str
    registered_by: str


@dataclass(frozen=True, slots=True)
class KnownPatient:
    """A patient of the actor's office. `phone` is where the office calls them, empty when nobody has asked."""

    id: UUID
    person_id: UUID
    name: str
    birth_date: date
    phone: str


def patient_for(actor: Actor, patient_id: UUID) -> KnownPatient:
    """Refuses not_found: foreign and missing alike."""
    found = Patient.objects.filter(pk=patient_id, practice_id=actor.practice_id).defer("national_id", "national_id_index").first()
    if found is None:
        raise NotFound
    return KnownPatient(found.pk, found.person_id, found.name, found.birth_date, found.phone or "")


def paper_powers_for(actor: Actor, patient_id: UUID, *, now: datetime) -> tuple[PaperPowerLine, ...]:
    """Those of one patient, newest first. What the patient has given online is between them and the holder (F-111)."""
    with connection.cursor() as cursor:
        cursor.execute("select * from gate.paper_powers(%s)", [patient_id])
        names = [column.name for column in cursor.description]
        return tuple(_line(dict(zip(names, row, strict=True)), now) for row in cursor)


def paper_power_for(actor: Actor, patient_id: UUID, paper_id: UUID, *, now: datetime) -> PaperPowerLine:
    """Refuses not_found."""
    found = next((line for line in paper_powers_for(actor, patient_id, now=now) if line.id == paper_id), None)
    if found is None:
        raise NotFound
    return found


def _line(row: dict, now: datetime) -> PaperPowerLine:
    about = {name: row[name] for name in ("start_date", "end_date", "given_at", "accepted_at", "ended_at", "ended_by")}
    return PaperPowerLine(
        id=row["id"],
        holder_name=row["holder_name"],
        scopes=_scopes(row["scopes"]),
        start_date=row["start_date"],
        end_date=row["end_date"],
        registered_at=row["given_at"],
        ended_at=row["ended_at"],
        state=state_of(PowerOfAttorney(**about), now),
        reason=settings.CONTENT_RING.open(bytes(row["reason"]), label=_REASON, pk=row["id"]).decode(),
        received_by=row["received_by"],
        registered_by=row["registered_by"],
    )


def _scopes(codes: Sequence[str]) -> tuple[Scope, ...]:
    return tuple(scope for scope in Scope if scope in codes)
