"""How the office has arranged its time: what can be booked, weekly templates, absences, and the runs that made times."""

from datetime import datetime
from uuid import UUID

from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.refusal import NotFound
from fastlinje.practices.models import Organization

from .models import AppointmentService, Publication, Schedule, ScheduleException, ScheduleRule, Slot
from .office_queries import absence, schedule_line
from .office_views import BookingLimits, PublicationLine, RuleLine, ScheduleSetup, ServiceLine
from .states import PublicationState

PUBLICATIONS_SHOWN = 20


def bookable_services_for(actor: Actor, *, only_active: bool = False) -> tuple[ServiceLine, ...]:
    """What can be booked at the office, those in use first."""
    rows = AppointmentService.objects.filter(practice_id=actor.practice_id)
    if only_active:
        rows = rows.filter(active=True)
    return tuple(ServiceLine(*values) for values in rows.order_by("-active", "name").values_list(*_SERVICE))


def bookable_service_for(actor: Actor, service_id: UUID) -> ServiceLine:
    """One of them.

    Refuses  not_found
    """
    values = AppointmentService.objects.filter(pk=service_id, practice_id=actor.practice_id).values_list(*_SERVICE).first()
    if values is None:
        raise NotFound
    return ServiceLine(*values)


def booking_limits_for(actor: Actor) -> BookingLimits:
    """The office's limits."""
    values = Organization.objects.filter(pk=actor.practice_id).values_list(*BookingLimits.__dataclass_fields__).first()
    if values is None:
        raise NotFound
    return BookingLimits(*values)


def schedule_setup_for(actor: Actor, schedule_id: UUID, *, now: datetime) -> ScheduleSetup:
    """A schedule with its week and the absences that are not over.

    Refuses  not_found
    """
    row = Schedule.objects.filter(pk=schedule_id, practice_id=actor.practice_id).select_related("role").first()
    if row is None:
        raise NotFound
    rules = ScheduleRule.objects.filter(schedule_id=row.pk).select_related("service").order_by("weekday", "starts", "id")
    away = ScheduleException.objects.filter(schedule_id=row.pk, last_date__gte=oslo_date(now)).order_by("first_date", "id")
    last = Slot.objects.filter(schedule_id=row.pk).order_by("-start_at").values_list("start_at", flat=True).first()
    return ScheduleSetup(schedule_line(row), row.active, tuple(map(_rule, rules)), tuple(map(absence, away)), last)


def publications_for(actor: Actor) -> tuple[PublicationLine, ...]:
    """The latest runs, newest first."""
    rows = Publication.objects.filter(practice_id=actor.practice_id).order_by("-requested_at")[:PUBLICATIONS_SHOWN]
    names = dict(Schedule.objects.filter(practice_id=actor.practice_id).values_list("pk", "name"))
    return tuple(_publication(row, names) for row in rows)


def publication_for(actor: Actor, publication_id: UUID) -> PublicationLine:
    """One run.

    Refuses  not_found
    """
    row = Publication.objects.filter(pk=publication_id, practice_id=actor.practice_id).first()
    if row is None:
        raise NotFound
    return _publication(row, dict(Schedule.objects.filter(pk__in=row.schedule_ids).values_list("pk", "name")))


_SERVICE = ("pk", *tuple(ServiceLine.__dataclass_fields__)[1:])


def _rule(row: ScheduleRule) -> RuleLine:
    return RuleLine(
        id=row.pk,
        service_id=row.service_id,
        service_name=row.service.name,
        minutes=row.service.minutes,
        weekday=row.weekday,
        starts=row.starts,
        ends=row.ends,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        online=row.online,
    )


def _publication(row: Publication, names: dict[UUID, str]) -> PublicationLine:
    return PublicationLine(
        id=row.pk,
        schedule_names=tuple(names[each] for each in row.schedule_ids if each in names),
        first_date=row.first_date,
        last_date=row.last_date,
        status=PublicationState(row.status),
        made=row.made,
        total=row.total,
        requested_at=row.requested_at,
        requested_by=row.requested_by,
        done_at=row.done_at,
    )
