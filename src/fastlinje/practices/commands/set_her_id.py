"""The address of a GP in the message exchange, by which a register may name them."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor, RoleCode
from fastlinje.core.refusal import NotFound, Refused

from ..models import Practitioner, PractitionerRole
from ..rules import check_her_id, check_may_administer


@command
def set_her_id(*, actor: Actor, now: datetime, role_id: UUID, her_id: str) -> UUID:
    """Say under which HER-id the registers know a GP of the actor's office. Holds from the next look-up.

    her_id   digits; empty for none
    Refuses  not_administrator, not_found, her_id_invalid, her_id_taken
    Source   F-081, F-238
    """
    check_may_administer(actor)
    check_her_id(her_id)
    role = PractitionerRole.objects.filter(pk=role_id, practice_id=actor.practice_id, active=True, code=RoleCode.GP).first()
    if role is None:
        raise NotFound
    doctor = Practitioner.objects.select_for_update(of=("self",)).get(pk=role.practitioner_id)
    if doctor.her_id == her_id:
        nothing_done("as before")
        return role.pk
    doctor.her_id = her_id
    try:
        with transaction.atomic():
            doctor.save(update_fields=["her_id"])
    except IntegrityError:
        raise Refused("her_id_taken", _("En annen lege har allerede denne HER-id-en."), fields=("her_id",)) from None
    record(actor, "member.her_id", now=now, entity=("PractitionerRole", role.pk))
    return role.pk
