"""Adding somebody who works at the office."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor, RoleCode
from fastlinje.core.clock import oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused

from ..colleagues import colleagues_on
from ..models import Practitioner, PractitionerIdentity, PractitionerRole
from ..rules import check_identity, check_may_administer, check_may_grant, check_role_dates


@command
def invite_member(
    *,
    actor: Actor,
    now: datetime,
    given_name: str,
    family_name: str,
    national_id: str,
    code: str,
    hpr_number: str = "",
    start_date: date | None = None,
    end_date: date | None = None,
    substitutes_for_id: UUID | None = None,
) -> UUID:
    """Let somebody work at the actor's office: they can log in as soon as the first day comes.

    One person is one practitioner at all offices; a name known from elsewhere is kept as it is there.
    code                gp, substitute, nurse, secretary, admin or owner
    hpr_number          may be empty; digits
    substitutes_for_id  for a substitute: the doctor whose list they take care of
    Refuses             not_administrator, owner_needed, unknown_role, name_missing, national_id_invalid, hpr_invalid,
                        dates_reversed, end_past, substitute_needs_end, substitutes_for_missing, already_member
    Returns             the role's id
    Source              F-212, F-238
    """
    check_may_administer(actor)
    if code not in {role.value for role in RoleCode}:
        raise Refused("unknown_role", _("Velg en rolle."), fields=("code",))
    check_may_grant(actor, code)
    check_identity(given_name, family_name, national_id, accept_synthetic=settings.ENVIRONMENT.accept_test_people)
    check_hpr(hpr_number)
    check_role_dates(code, start_date, end_date, oslo_date(now))
    replaced = _replaced(actor, code, substitutes_for_id, now)
    practitioner_id = find_or_make_practitioner(given_name, family_name, national_id, hpr_number)
    role = PractitionerRole(
        id=new_id(),
        practice_id=actor.practice_id,
        practitioner_id=practitioner_id,
        code=code,
        substitutes_for=replaced,
        start_date=start_date,
        end_date=end_date,
    )
    try:
        with transaction.atomic():
            role.save(force_insert=True)
    except IntegrityError:
        raise Refused("already_member", _("Denne personen har allerede den rollen her."), fields=("code",)) from None
    record(actor, "member.invite", now=now, entity=("PractitionerRole", role.pk), why=code)
    return role.pk


def check_hpr(hpr_number: str) -> None:
    """Refuses hpr_invalid."""
    if hpr_number and not (hpr_number.isdigit() and len(hpr_number) <= 9):
        raise Refused("hpr_invalid", _("HPR-nummeret har bare siffer, høyst ni."), fields=("hpr_number",))


def find_or_make_practitioner(given_name: str, family_name: str, national_id: str, hpr_number: str) -> UUID:
    """The practitioner with this national number, from whatever office, or a new one. Names are not compared: numbers are."""
    with connection.cursor() as cursor:
        cursor.execute("select gate.practitioner_with(%s)", [settings.INDEX_RING.digests(national_id)])
        (found,) = cursor.fetchone()
    if found:
        return found
    made = Practitioner(id=new_id(), given_name=given_name, family_name=family_name, hpr_number=hpr_number)
    made.save(force_insert=True)
    PractitionerIdentity(
        practitioner=made, national_id=national_id, national_id_index=settings.INDEX_RING.digest(national_id)
    ).save(force_insert=True)
    return made.pk


def _replaced(actor: Actor, code: str, role_id: UUID | None, now: datetime) -> PractitionerRole | None:
    """Whose list a substitute takes care of. Refuses substitutes_for_missing."""
    if code != RoleCode.SUBSTITUTE:
        return None
    found = colleagues_on(actor, oslo_date(now)).filter(pk=role_id, code=RoleCode.GP).first() if role_id else None
    if found is None:
        raise Refused("substitutes_for_missing", _("Velg legen vikaren er vikar for."), fields=("substitutes_for",))
    return found
