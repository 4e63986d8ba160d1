"""A new office with the first person who runs it."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor, RoleCode
from fastlinje.core.identifiers import new_id, valid_organisation_number
from fastlinje.core.refusal import Refused

from ..models import Organization, PractitionerRole
from ..rules import check_identity
from .invite_member import check_hpr, find_or_make_practitioner
from .set_office import e164


@command
def create_office(
    *,
    actor: Actor,
    now: datetime,
    name: str,
    organization_number: str,
    phone: str,
    owner_given_name: str,
    owner_family_name: str,
    owner_national_id: str,
    owner_hpr_number: str = "",
    owner_is_gp: bool = False,
    short_name: str = "",
) -> UUID:
    """Make an office and let its first owner log in; everything else they do themselves on the office's pages.

    short_name   at most 40 characters, as patients call it; the name when left out
    owner_is_gp  the owner is also a doctor with a list here
    Refuses      office_name, organization_number, organization_known, phone_missing, name_missing, national_id_invalid, hpr_invalid
    Returns      the office's id
    """
    short = short_name or name
    if not name or len(short) > 40:
        raise Refused("office_name", "The office needs a name, and a short name of at most 40 characters.")
    if not valid_organisation_number(organization_number):
        raise Refused("organization_number", "That is not an organisation number: nine digits with a right control digit.")
    if Organization.objects.filter(organization_number=organization_number).exists():
        raise Refused("organization_known", "An office with that organisation number is here already.")
    dialled = e164(phone)
    if not dialled:
        raise Refused("phone_missing", "The office needs a phone number that can be dialled.")
    check_identity(owner_given_name, owner_family_name, owner_national_id, accept_synthetic=settings.ENVIRONMENT.accept_test_people)
    check_hpr(owner_hpr_number)
    office = Organization.objects.create(
        id=new_id(), name=name, short_name=short, organization_number=organization_number, phone=dialled, created_at=now
    )
    owner_id = find_or_make_practitioner(owner_given_name, owner_family_name, owner_national_id, owner_hpr_number)
    for code in (RoleCode.OWNER, RoleCode.GP) if owner_is_gp else (RoleCode.OWNER,):
        PractitionerRole.objects.create(id=new_id(), practice=office, practitioner_id=owner_id, code=code)
    record(actor, "office.create", now=now, practice_id=office.pk, entity=("Organization", office.pk))
    return office.pk
