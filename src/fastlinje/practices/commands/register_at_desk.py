"""Somebody who calls and is nobody the office knows."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import birth_date_of, new_id
from fastlinje.people.models import Person
from fastlinje.people.rules import phone_number

from ..models import Patient
from ..rules import check_desk_phone, check_identity


@command
def register_at_desk(*, actor: Actor, now: datetime, given_name: str, family_name: str, national_id: str, phone: str = "") -> UUID:
    """Make somebody a patient of the office so that a time can be booked for them, also if they never log in. On nobody's list.

    Whoever is a patient here already stays as they are. What is known of the person elsewhere is neither told nor changed.
    national_id  fødselsnummer or D-number, eleven digits
    phone        where to call them, may be empty
    Returns  the patient's id
    Refuses  name_missing, national_id_invalid, phone_invalid
    Source   F-187
    """
    check_identity(given_name, family_name, national_id, accept_synthetic=settings.ENVIRONMENT.accept_test_people)
    check_desk_phone(phone)
    person_id, patient_id = new_id(), new_id()
    found = _write(
        indexes=settings.INDEX_RING.digests(national_id),
        new_person=person_id,
        persons_number=_sealed(Person, "national_id", national_id, person_id),
        new_patient=patient_id,
        patients_number=_sealed(Patient, "national_id", national_id, patient_id),
        a_given=given_name,
        a_family=family_name,
        born=birth_date_of(national_id),
        sealed_phone=_sealed(Patient, "phone", phone_number(phone), patient_id) if phone else None,
        at=now,
    )
    patient_id, person_id, is_new = found
    why = "new" if is_new else "unchanged"
    record(actor, "patient.register_at_desk", now=now, person_id=person_id, entity=("Patient", patient_id), why=why)
    return patient_id


def _write(**arguments: object) -> tuple[UUID, UUID, bool]:
    named = ", ".join(f"{name} => %({name})s" for name in arguments)
    with connection.cursor() as cursor:
        cursor.execute(f"select (gate.register_at_desk({named})).*", arguments)
        return cursor.fetchone()


def _sealed(model: type, field: str, text: str, pk: UUID) -> bytes:
    return settings.CONTENT_RING.seal(text.encode(), label=model._meta.get_field(field).label, pk=pk)
