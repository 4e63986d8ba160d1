"""Finding a patient of the office: somebody on the phone or at the desk, whether or not they use the service themselves."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

from .models import Patient

MOST_FOUND = 20
SHORTEST_NAME_CHARS = 2
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{2})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class FoundPatient:
    """One of those found."""

    id: UUID
    name: str
    birth_date: date
    gp_name: str
    active: bool


def patients_found(actor: Actor, text: str, *, now: datetime) -> tuple[FoundPatient, ...]:
    """Patients of the actor's office by national number, date of birth (12.03.1984, 120384) or beginnings of names; at most 20.

    What was asked for is not recorded, only that somebody searched: it can be a national number.
    """
    record(actor, "patient.search", now=now, why="office_task")
    wanted = _asked_for(" ".join(text.split()), now)
    if wanted is None:
        return ()
    found = Patient.objects.filter(wanted, practice_id=actor.practice_id).order_by("family_name", "given_name", "birth_date", "id")
    return tuple(_found(patient) for patient in _with_doctor(found)[:MOST_FOUND])


def _with_doctor(patients: QuerySet[Patient]) -> QuerySet[Patient]:
    return patients.select_related("general_practitioner__practitioner").defer("national_id", "national_id_index")


def _found(patient: Patient) -> FoundPatient:
    doctor = patient.general_practitioner
    return FoundPatient(patient.pk, patient.name, patient.birth_date, doctor.practitioner.name if doctor else "", patient.active)


def _asked_for(text: str, now: datetime) -> Q | None:
    digits = text.replace(" ", "")
    if len(digits) == 11 and digits.isdigit():
        return Q(national_id_index__in=settings.INDEX_RING.digests(digits))
    match = _DATE.fullmatch(text)
    if match:
        days = tuple(_days(match, now.year))
        return Q(birth_date__in=days) if days else None
    words = [word for word in text.split(" ") if len(word) >= SHORTEST_NAME_CHARS]
    return _named(words) if words else None


def _named(words: list[str]) -> Q:
    named = Q()
    for word in words:
        named &= Q(given_name__istartswith=word) | Q(family_name__istartswith=word) | Q(given_name__icontains=f" {word}")
    return named


def _days(match: re.Match, this_year: int) -> list[date]:
    """The day meant; two digits for a year can mean two centuries, and a day that does not exist means none."""
    day, month, year = (int(part) for part in match.groups() if part)
    years = [year] if year > 99 else [year + century for century in (1900, 2000) if year + century <= this_year]
    found = []
    for each in years:
        try:
            found.append(date(each, month, day))
        except ValueError:
            continue
    return found
