"""What can be booked at an office."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.core.rows import insert, update

from ..away import NOT_SHUT
from ..models import AppointmentService
from ..office_rules import check_name, check_service_fields

# Times that are published already follow the service's new rules for when they can be booked, but for those that are shut.
_RETIME = f"""
    update scheduling_slot s
       set bookable_from = ((start_at at time zone 'Europe/Oslo')::date - %s)::timestamp at time zone 'Europe/Oslo',
           bookable_until = start_at - %s * interval '1 minute'
     where service_id = %s and start_at > %s
       and {NOT_SHUT}
"""  # noqa: S608 our own words only


@command
def define_service(
    *,
    actor: Actor,
    now: datetime,
    service_id: UUID | None = None,
    name: str,
    kind: str,
    modality: str,
    minutes: int,
    info: str = "",
    active: bool = True,
    online: bool = True,
    request_only: bool = False,
    own_list_only: bool = True,
    min_age: int | None = None,
    max_age: int | None = None,
    opens_days_before: int = 90,
    closes_minutes_before: int = 60,
    cancel_hours_before: int = 24,
    online_per_day: int | None = None,
) -> UUID:
    """Make something bookable, or change it; fields as in models.AppointmentService. Takes effect at once, also for published
    times, but for their length.

    service_id  the one to change; None makes a new one
    Returns  its id
    Refuses  not_found, name_missing, name_too_long, name_taken, unknown_kind, info_too_long, minutes, ages_reversed,
             opens_after_it_closes
    Source   F-028, F-131
    """
    called, about = " ".join(name.split()), " ".join(info.split())
    check_name(called)
    check_service_fields(
        kind=kind,
        modality=modality,
        info=about,
        minutes=minutes,
        min_age=min_age,
        max_age=max_age,
        opens=opens_days_before,
        closes=closes_minutes_before,
    )
    fields: dict[str, Any] = {
        "name": called,
        "kind": kind,
        "modality": modality,
        "minutes": minutes,
        "info": about,
        "active": active,
        "online": online,
        "request_only": request_only,
        "own_list_only": own_list_only,
        "min_age": min_age,
        "max_age": max_age,
        "opens_days_before": opens_days_before,
        "closes_minutes_before": closes_minutes_before,
        "cancel_hours_before": cancel_hours_before,
        "online_per_day": online_per_day,
    }
    service = _locked(actor, service_id)
    _check_name_free(actor, called, service_id)
    if service is None:
        service = insert(AppointmentService(id=new_id(), practice_id=actor.practice_id, **fields))
    else:
        _change(service, fields, now)
    record(actor, "appointment_service.define", now=now, entity=("AppointmentService", service.pk), why="office_task")
    return service.pk


def _locked(actor: Actor, service_id: UUID | None) -> AppointmentService | None:
    if service_id is None:
        return None
    services = AppointmentService.objects.select_for_update(of=("self",))
    service = services.filter(pk=service_id, practice_id=actor.practice_id).first()
    if service is None:
        raise NotFound
    return service


def _check_name_free(actor: Actor, name: str, besides: UUID | None) -> None:
    same = AppointmentService.objects.filter(practice_id=actor.practice_id, name=name, active=True).exclude(pk=besides)
    if same.exists():
        raise Refused("name_taken", _("Dere har allerede en timetype med dette navnet."), fields=("name",))


def _change(service: AppointmentService, fields: dict[str, Any], now: datetime) -> None:
    for field, value in fields.items():
        setattr(service, field, value)
    update(service, *fields)
    with connection.cursor() as cursor:
        cursor.execute(_RETIME, [service.opens_days_before, service.closes_minutes_before, service.pk, now])
