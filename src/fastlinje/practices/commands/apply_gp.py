"""Bringing whose list somebody is on in line with what the registers say."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor, RoleCode
from fastlinje.core.identifiers import new_id
from fastlinje.people.models import Person

from ..events import LeftOffice
from ..models import GpCheck, Patient, PractitionerRole
from ..registers.gp_register import ListMembership

Outcome = GpCheck.Outcome


@command
def apply_gp(*, actor: Actor, now: datetime, person_id: UUID, membership: ListMembership | None, agreed: bool = True) -> str:
    """Move a person to the list the register names, or off the lists here. What they have written stays readable.

    membership  None for somebody on no list
    agreed      False when two registers differ: then only that is noted, and nothing is opened or shut
    Returns     "here", "elsewhere", "no_list" or "disagree"
    Emits       LeftOffice, for the office whose list they are no longer on
    Source      F-002, F-012, F-081, AD-64
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    role = _role(membership) if agreed and membership else None
    outcome = _outcome(membership, role, agreed=agreed)
    nothing_done("unless somebody moves")
    if agreed:
        _move(actor, person, role, now)
    told = membership if outcome is Outcome.ELSEWHERE else None
    GpCheck.objects.update_or_create(
        person=person,
        defaults={
            "checked_at": now,
            "outcome": outcome,
            "gp_name": (told and told.gp_name or "")[:200],
            "office_name": (told and told.organisation_name or "")[:200],
        },
    )
    return str(outcome)


def _outcome(membership: ListMembership | None, role: PractitionerRole | None, *, agreed: bool) -> GpCheck.Outcome:
    if not agreed:
        return Outcome.DISAGREE
    if membership is None:
        return Outcome.NO_LIST
    return Outcome.HERE if role else Outcome.ELSEWHERE


def _role(membership: ListMembership) -> PractitionerRole | None:
    """The GP's list here; None when it is not here, or when what the register says fits several."""
    roles = PractitionerRole.objects.filter(code=RoleCode.GP, active=True)
    if membership.gp_hpr_number:
        roles = roles.filter(practitioner__hpr_number=membership.gp_hpr_number)
    else:
        roles = roles.filter(practitioner__her_id=str(membership.gp_her_id))
    if membership.organisation_number:
        roles = roles.filter(practice__organization_number=membership.organisation_number)
    found = list(roles[:2])
    return found[0] if len(found) == 1 else None


def _move(actor: Actor, person: Person, role: PractitionerRole | None, now: datetime) -> None:
    on_lists = Patient.objects.select_for_update(of=("self",)).filter(
        person=person, active=True, general_practitioner__isnull=False
    )
    for left in on_lists.exclude(general_practitioner=role) if role else on_lists:
        if role is None or left.practice_id != role.practice_id:
            left.active = False
            left.save(update_fields=["active"])
            _note(actor, "patient.take_off", left, now)
            emit(LeftOffice(person.pk, left.practice_id, now.isoformat()))
    if role and not on_lists.filter(general_practitioner=role).exists():
        _note(actor, "patient.register", _put_on(person, role), now)


def _put_on(person: Person, role: PractitionerRole) -> Patient:
    patient = Patient.objects.filter(person=person, practice_id=role.practice_id).first()
    if patient is None:
        return Patient.objects.create(
            id=new_id(),
            practice_id=role.practice_id,
            person=person,
            general_practitioner=role,
            given_name=person.given_name,
            family_name=person.family_name,
            birth_date=person.birth_date,
            national_id=person.national_id,
            national_id_index=settings.INDEX_RING.digest(person.national_id),
        )
    patient.general_practitioner, patient.active = role, True
    patient.save(update_fields=["general_practitioner", "active"])
    return patient


def _note(actor: Actor, action: str, patient: Patient, now: datetime) -> None:
    record(
        actor, action, now=now, person_id=patient.person_id, practice_id=patient.practice_id, entity=("Patient", patient.pk),
        why="register",
    )  # fmt: skip
