"""Putting people on a doctor's list, and taking them off."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor, RoleCode
from fastlinje.core.identifiers import birth_date_of, new_id
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.people.models import Person

from ..models import Patient, PractitionerRole
from ..rules import check_identity

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


@command
def register_patient(
    *, actor: Actor, now: datetime, practice_id: UUID, given_name: str, family_name: str, national_id: str, gp_hpr_number: str
) -> str:
    """Put a person on a doctor's list at an office, so that they find their doctor when they log in (F-002).

    Somebody known already is moved between lists of the same office, never taken from another office.
    Refuses  name_missing, national_id_invalid, unknown_gp, on_another_list
    Returns  "new", "changed" or "unchanged"
    """
    check_identity(given_name, family_name, national_id, accept_synthetic=settings.ENVIRONMENT.accept_test_people)
    gp = PractitionerRole.objects.filter(
        practice_id=practice_id, code=RoleCode.GP, active=True, practitioner__hpr_number=gp_hpr_number
    ).first()
    if gp is None or not gp_hpr_number:
        raise Refused("unknown_gp", "No doctor with that HPR number has a list at the office.")
    person = _person(given_name, family_name, national_id, now)
    elsewhere = Patient.objects.filter(person=person, active=True, general_practitioner__isnull=False)
    if elsewhere.exclude(practice_id=practice_id).exists():
        raise Refused("on_another_list", "The person is on a list at another office here; that office must end it first.")
    patient = Patient.objects.filter(practice_id=practice_id, person=person).first()
    wanted = {"general_practitioner_id": gp.pk, "given_name": given_name, "family_name": family_name, "active": True}
    if patient is None:
        patient, outcome = _new_patient(practice_id, person, national_id, wanted), NEW
    elif all(getattr(patient, name) == value for name, value in wanted.items()):
        outcome = UNCHANGED
    else:
        for name, value in wanted.items():
            setattr(patient, name, value)
        patient.save(update_fields=list(wanted))
        outcome = CHANGED
    record(
        actor,
        "patient.register",
        now=now,
        person_id=person.pk,
        practice_id=practice_id,
        entity=("Patient", patient.pk),
        why=outcome,
    )
    return outcome


@command
def take_off_list(*, actor: Actor, now: datetime, patient_id: UUID) -> None:
    """End somebody's place on a list; what was written stays where it is.

    Refuses  not_found
    """
    patient = Patient.objects.filter(pk=patient_id, active=True).first()
    if patient is None:
        raise NotFound
    patient.active = False
    patient.save(update_fields=["active"])
    record(
        actor,
        "patient.take_off",
        now=now,
        person_id=patient.person_id,
        practice_id=patient.practice_id,
        entity=("Patient", patient.pk),
    )


def _person(given_name: str, family_name: str, national_id: str, now: datetime) -> Person:
    """The person with this number. Who has logged in before without a name gets it now."""
    digests = settings.INDEX_RING.digests(national_id)
    found = Person.objects.filter(Q(national_id_index__in=digests) | Q(next_national_id_index__in=digests)).first()
    if found is None:
        return Person.objects.create(
            id=new_id(),
            given_name=given_name,
            family_name=family_name,
            birth_date=birth_date_of(national_id),
            national_id=national_id,
            national_id_index=settings.INDEX_RING.digest(national_id),
            created_at=now,
        )
    if not found.name:
        found.given_name, found.family_name = given_name, family_name
        found.save(update_fields=["given_name", "family_name"])
    return found


def _new_patient(practice_id: UUID, person: Person, national_id: str, wanted: dict) -> Patient:
    return Patient.objects.create(
        id=new_id(),
        practice_id=practice_id,
        person=person,
        birth_date=person.birth_date,
        national_id=national_id,
        national_id_index=settings.INDEX_RING.digest(national_id),
        **wanted,
    )
