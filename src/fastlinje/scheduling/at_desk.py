"""Who is on the phone or at the desk: the office's patient, and where to call them."""

from uuid import UUID

from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound
from fastlinje.core.rows import update
from fastlinje.people.rules import phone_number
from fastlinje.practices.models import Patient


def patient_at_desk(actor: Actor, patient_id: UUID) -> Patient:
    """A patient of the actor's office, on a list there or not. Refuses not_found."""
    patient = Patient.objects.filter(pk=patient_id, practice_id=actor.practice_id).defer("national_id").first()
    if patient is None:
        raise NotFound
    return patient


def keep_number(patient: Patient, phone: str) -> None:
    """Remember the number with the patient, for when the office has to call; an empty one changes nothing."""
    if phone and patient.phone != phone_number(phone):
        patient.phone = phone_number(phone)
        update(patient, "phone")
