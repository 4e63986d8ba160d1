"""Ending what somebody is at the office."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor, RoleCode
from fastlinje.core.refusal import NotFound, Refused

from ..models import PractitionerRole
from ..rules import check_may_administer, check_may_grant

RUNS_THE_OFFICE = (RoleCode.ADMIN, RoleCode.OWNER)


@command
def end_role(*, actor: Actor, now: datetime, role_id: UUID) -> UUID:
    """Take a role away at once: whoever is logged in by it is refused on their next click (AD-20).

    Refuses  not_administrator, not_found, owner_needed, last_administrator
    Source   F-238
    """
    check_may_administer(actor)
    running = list(
        PractitionerRole.objects.select_for_update(of=("self",)).filter(
            practice_id=actor.practice_id, active=True, code__in=RUNS_THE_OFFICE
        )
    )
    role = PractitionerRole.objects.filter(pk=role_id, practice_id=actor.practice_id, active=True).first()
    if role is None:
        raise NotFound
    check_may_grant(actor, role.code)
    if role.code in RUNS_THE_OFFICE and not [other for other in running if other.pk != role.pk and _holds(other, now)]:
        raise Refused("last_administrator", _("Kontoret må ha minst én kontorleder eller eier. Legg til en annen først."))
    role.active = False
    role.save(update_fields=["active"])
    record(actor, "member.end", now=now, entity=("PractitionerRole", role.pk), why=role.code)
    return role.pk


def _holds(role: PractitionerRole, now: datetime) -> bool:
    return role.end_date is None or role.end_date >= now.date()
