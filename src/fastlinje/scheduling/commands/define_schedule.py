"""Whose time can be booked."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.core.rows import insert, update
from fastlinje.practices.models import PractitionerRole

from ..models import Schedule
from ..office_rules import check_name


@command
def define_schedule(
    *,
    actor: Actor,
    now: datetime,
    schedule_id: UUID | None = None,
    role_id: UUID | None = None,
    name: str,
    active: bool = True,
) -> UUID:
    """Give a practitioner, or a resource such as the laboratory, a calendar; or rename or close one.

    schedule_id  the one to change; None makes a new one
    role_id      whose it is, only for a new one; None for a resource
    Returns  its id
    Refuses  not_found, name_missing, name_too_long, name_taken, has_one
    """
    called = " ".join(name.split())
    check_name(called)
    schedule = _locked(actor, schedule_id)
    _check_free(actor, called, role_id, schedule_id)
    if schedule is None:
        schedule = Schedule(id=new_id(), practice_id=actor.practice_id, role_id=role_id, name=called, active=active)
        insert(schedule)
    else:
        schedule.name, schedule.active = called, active
        update(schedule, "name", "active")
    record(actor, "schedule.define", now=now, entity=("Schedule", schedule.pk), why="office_task")
    return schedule.pk


def _locked(actor: Actor, schedule_id: UUID | None) -> Schedule | None:
    if schedule_id is None:
        return None
    schedules = Schedule.objects.select_for_update(of=("self",))
    schedule = schedules.filter(pk=schedule_id, practice_id=actor.practice_id).first()
    if schedule is None:
        raise NotFound
    return schedule


def _check_free(actor: Actor, name: str, role_id: UUID | None, besides: UUID | None) -> None:
    others = Schedule.objects.filter(practice_id=actor.practice_id, active=True).exclude(pk=besides)
    if others.filter(name=name).exists():
        raise Refused("name_taken", _("Dere har allerede en timeplan med dette navnet."), fields=("name",))
    if role_id is None:
        return
    if not PractitionerRole.objects.filter(pk=role_id, practice_id=actor.practice_id, active=True).exists():
        raise NotFound
    if others.filter(role_id=role_id).exists():
        raise Refused("has_one", _("Denne medarbeideren har en timeplan fra før."), fields=("role_id",))
