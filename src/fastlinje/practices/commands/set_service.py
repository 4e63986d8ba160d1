"""Switching one service of one doctor on or off."""

from datetime import date, datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound

from ..colleagues import colleagues_on
from ..models import HealthcareService, ServiceCode
from ..rules import TREATERS, check_is_offered, check_may_set_services_of, check_off_reason


@command
def set_service(
    *, actor: Actor, now: datetime, role_id: UUID, code: str, active: bool, off_reason: str = "", back_date: date | None = None
) -> UUID:
    """Switch a service of a doctor on or off, at once. Off tells patients why and, when known, when it is back.

    off_reason  what patients read, 1 to 200 characters; only when off
    back_date   shown as a promise, does not switch anything on by itself
    Refuses     not_found, not_yours, not_available, reason_missing, reason_too_long, back_date_past
    Source      F-011, F-130, F-151
    """
    role = colleagues_on(actor, oslo_date(now)).filter(pk=role_id, code__in=TREATERS).first()
    if role is None or code not in ServiceCode.values:
        raise NotFound
    check_may_set_services_of(actor, role)
    reason = "" if active else " ".join(off_reason.split())
    if active:
        check_is_offered(code)
    else:
        check_off_reason(reason, back_date, oslo_date(now))
    service = _locked(role_id, code) or HealthcareService(id=new_id(), practice_id=role.practice_id, role=role, code=code)
    is_new = service._state.adding
    service.active, service.off_reason, service.back_date = active, reason, None if active else back_date
    service.save(force_insert=is_new, update_fields=None if is_new else ["active", "off_reason", "back_date"])
    record(actor, "service.on" if active else "service.off", now=now, entity=("HealthcareService", service.pk), why=code)
    return service.pk


def _locked(role_id: UUID, code: str) -> HealthcareService | None:
    return HealthcareService.objects.select_for_update(of=("self",)).filter(role_id=role_id, code=code).first()
