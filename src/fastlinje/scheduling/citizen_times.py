"""What a person can book: services, whose time it is, and the free times. Always from the actor, and never who has a time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import DateTimeField, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import ExtractHour, TruncDate
from django.db.models.lookups import Exact

from fastlinje.core.actor import Actor
from fastlinje.core.clock import OSLO, oslo_date
from fastlinje.core.prepared import prepared
from fastlinje.core.refusal import NotFound
from fastlinje.practices.queries import OwnOffice
from fastlinje.questionnaires.queries import assigned_to

from .citizen_views import FreeSlot, HeldSlot, ScheduleChoice, ServiceLine, SlotFilter, SlotPlace
from .models import AppointmentService, Hold, Preparation, Schedule, Slot
from .slots import clinician_of, is_doctors, is_on, switch_of
from .states import ServiceKind, SlotStatus
from .week import day_bounds

SLOTS_SHOWN = 60
NOON = 12
_NOBODYS = (UUID(int=0),)  # a prepared list of calendars is never empty
_DAY = TruncDate("start_at", tzinfo=OSLO)
_WHILE_THEY_WORK = (Q(schedule__role__start_date__isnull=True) | Q(schedule__role__start_date__lte=_DAY)) & (
    Q(schedule__role__end_date__isnull=True) | Q(schedule__role__end_date__gte=_DAY)
)


def services_for(actor: Actor, office: OwnOffice, schedules: Sequence[ScheduleChoice], *, now: datetime) -> tuple[ServiceLine, ...]:
    """What can be booked or asked for at the office, each with its first free time among the schedules given."""
    own = tuple([each.id for each in schedules if each.is_mine])
    others = tuple([each.id for each in schedules if not each.is_mine])
    who = {"author_id": actor.person_id, "person_id": actor.subject_id, "practice_id": office.practice_id}
    whose = {"own": own or _NOBODYS, "others": others or _NOBODYS, "dated": _dated(schedules)}
    rows = _services_with_next(**who, **whose, now=now)
    return tuple(_service(row, row.next_at) for row in rows)


def service_choices_for(actor: Actor, office: OwnOffice) -> tuple[ServiceLine, ...]:
    """The same without times, for a list to choose from."""
    rows = _choices(author_id=actor.person_id, person_id=actor.subject_id, practice_id=office.practice_id)
    return tuple(_service(row) for row in rows)


def service_for(actor: Actor, office: OwnOffice, service_id: UUID) -> ServiceLine:
    """One of them.

    Refuses  not_found
    """
    row = _services(actor).filter(pk=service_id, practice_id=office.practice_id, active=True).first()
    if row is None:
        raise NotFound
    return _service(row)


def schedules_for(office: OwnOffice, *, with_free: UUID | None = None, now: datetime | None = None) -> tuple[ScheduleChoice, ...]:
    """Whose time people can book at the office now, the GP's own first.

    with_free  only those who have free times of this service
    """
    if with_free:
        rows = _schedules_with_free(practice_id=office.practice_id, service_id=with_free, now=now)
    else:
        rows = _schedules(practice_id=office.practice_id)
    found = [row for row in rows if is_on(row, row.on_of_own, row.on_of_gp)]
    found.sort(key=lambda row: row.role_id != office.gp_role_id)
    return tuple(_choice(row, office) for row in found)


def free_slots_for(
    actor: Actor,
    service: ServiceLine,
    schedules: Sequence[ScheduleChoice],
    wanted: SlotFilter,
    *,
    after: SlotPlace | None,
    now: datetime,
) -> tuple[tuple[FreeSlot, ...], SlotPlace | None]:
    """One page of the times the person may book, the next free first, and where the next page begins (None at the end).

    A page on whose days as many are booked as may be is passed over.
    """
    if service.request_only or not service.online:
        return (), None
    names = {each.id: each.name for each in schedules if each.is_mine or not service.own_list_only}
    chosen = tuple(pk for pk in names if wanted.schedule_id in (None, pk))
    if not chosen:
        return (), None
    found = _page(
        service_id=service.id,
        schedule_ids=chosen,
        author_id=actor.person_id,
        dated=_dated([each for each in schedules if each.id in chosen]),
        now=now,
        from_at=day_bounds(wanted.first_date)[0] if wanted.first_date else None,
        before_noon=wanted.part == "morning" if wanted.part else None,
        after_at=after and after.start_at,
        after_id=after and after.slot_id,
    )
    slots = tuple([FreeSlot(pk, schedule, names[schedule], start, end) for pk, schedule, start, end in found[:SLOTS_SHOWN]])
    place = SlotPlace(slots[-1].start_at, slots[-1].id) if len(found) > SLOTS_SHOWN else None
    within = _within_quota(service, slots)
    if place and not within:
        return free_slots_for(actor, service, schedules, wanted, after=place, now=now)
    return within, place


def held_slot_for(actor: Actor, *, now: datetime) -> HeldSlot | None:
    """The time the actor has chosen, while it is kept for them."""
    hold = (
        Hold.objects.filter(author_id=actor.person_id, held_until__gt=now)
        .select_related("slot__schedule__role__practitioner", "slot__service")
        .first()
    )
    if hold is None:
        return None
    slot = hold.slot
    free = FreeSlot(slot.pk, slot.schedule_id, clinician_of(slot.schedule), slot.start_at, slot.end_at)
    return HeldSlot(free, service_line(slot.service), hold.held_until, specialist_in(slot.schedule, slot.service))


def specialist_in(schedule: Schedule | None, service: AppointmentService) -> bool | None:
    """Whether the doctor is a specialist in general medicine, which decides the price; None when it is no consultation with one."""
    if service.kind != ServiceKind.CONSULTATION or schedule is None or not is_doctors(schedule):
        return None
    return schedule.role.practitioner.specialist


def slot_service_for(actor: Actor, slot_id: UUID) -> UUID | None:
    """What a time people may book is for; None for a time that is not the actor's to know of."""
    return next(iter(_service_of(slot_id=slot_id)), None)


@prepared
def _service_of(*, slot_id: UUID) -> QuerySet[Slot]:
    return Slot.objects.filter(pk=slot_id, online=True).values_list("service_id", flat=True)


def service_line(row: AppointmentService) -> ServiceLine:
    """A service without what the person has answered."""
    return ServiceLine(
        id=row.pk,
        practice_id=row.practice_id,
        kind=row.kind,
        name=row.name,
        info=row.info,
        modality=row.modality,
        minutes=row.minutes,
        online=row.online,
        request_only=row.request_only,
        own_list_only=row.own_list_only,
        min_age=row.min_age,
        max_age=row.max_age,
        cancel_hours_before=row.cancel_hours_before,
        online_per_day=row.online_per_day,
    )


@prepared
def _page(
    *,
    service_id: UUID,
    schedule_ids: tuple[UUID, ...],
    author_id: UUID,
    dated: bool,
    now: datetime,
    from_at: datetime | None,
    before_noon: bool | None,
    after_at: datetime | None,
    after_id: UUID | None,
) -> QuerySet:
    """One page and the one that tells whether there is more; what is drawn and nothing else."""
    rows = _bookable(author_id, now, dated=dated).filter(service_id=service_id, schedule_id__in=schedule_ids)
    if from_at is not None:
        rows = rows.filter(start_at__gte=from_at)
    if before_noon is not None:
        rows = rows.annotate(hour=ExtractHour("start_at", tzinfo=OSLO))
        rows = rows.filter(hour__lt=NOON) if before_noon else rows.filter(hour__gte=NOON)
    if after_at is not None:
        rows = rows.filter(Q(start_at__gt=after_at) | Q(id__gt=after_id), start_at__gte=after_at)
    return rows.order_by("start_at", "id").values_list("id", "schedule_id", "start_at", "end_at")[: SLOTS_SHOWN + 1]


@prepared
def _schedules(*, practice_id: UUID) -> QuerySet[Schedule]:
    return _with_switches(Schedule.objects.filter(practice_id=practice_id, active=True))


@prepared
def _schedules_with_free(*, practice_id: UUID, service_id: UUID, now: datetime) -> QuerySet[Schedule]:
    free = Slot.objects.filter(schedule_id=OuterRef("pk"), service_id=service_id, status=SlotStatus.FREE, online=True)
    rows = Schedule.objects.filter(practice_id=practice_id, active=True)
    return _with_switches(rows.filter(Exists(free.filter(start_at__gt=now))))


def _with_switches(rows: QuerySet[Schedule]) -> QuerySet[Schedule]:
    rows = rows.select_related("role__practitioner").order_by("name")
    return rows.annotate(on_of_own=switch_of("role_id"), on_of_gp=switch_of("role__substitutes_for_id"))


@prepared
def _services_with_next(
    *,
    author_id: UUID,
    person_id: UUID,
    practice_id: UUID,
    own: tuple[UUID, ...],
    others: tuple[UUID, ...],
    dated: bool,
    now: datetime,
) -> QuerySet[AppointmentService]:
    for_all = Exact(OuterRef("own_list_only"), False)
    mine = Q(schedule_id__in=own) | Q(for_all, schedule_id__in=others)
    bookable = _bookable(author_id, now, dated=dated).filter(mine, service_id=OuterRef("pk"))
    bookable = _with_room(bookable).order_by("start_at", "id")
    rows = _services_as(author_id, person_id).filter(practice_id=practice_id, active=True, online=True)
    return rows.annotate(next_at=Subquery(bookable.values("start_at")[:1])).order_by("kind", "name")


@prepared
def _choices(*, author_id: UUID, person_id: UUID, practice_id: UUID) -> QuerySet[AppointmentService]:
    rows = _services_as(author_id, person_id).filter(practice_id=practice_id, active=True, online=True)
    return rows.order_by("kind", "name")


def _services(actor: Actor) -> QuerySet[AppointmentService]:
    return _services_as(actor.person_id, actor.subject_id)


def _services_as(author_id: UUID, person_id: UUID) -> QuerySet[AppointmentService]:
    mine = Preparation.objects.filter(author_id=author_id, person_id=person_id, service_id=OuterRef("pk"))
    return AppointmentService.objects.annotate(
        form=Subquery(assigned_to(OuterRef("kind"), OuterRef("practice_id"))[:1]),
        answered_form=Subquery(mine.values("questionnaire_response__questionnaire_id")[:1]),
        gate_passed_at=Subquery(mine.values("gate_passed_at")[:1]),
    )


def _service(row: AppointmentService, next_at: datetime | None = None) -> ServiceLine:
    answers = {"form": row.form, "answered_form": row.answered_form, "gate_passed_at": row.gate_passed_at}
    return replace(service_line(row), **answers, next_at=next_at)


def _bookable(author_id: UUID, now: datetime, *, dated: bool) -> QuerySet[Slot]:
    """Times nobody has or holds, that people may book now; the actor's own hold does not stand in their way.

    dated  some whose times they are begin or leave on a known day: none before and none after it, whatever was published
    """
    mine = Exists(Hold.objects.filter(slot_id=OuterRef("pk"), author_id=author_id, held_until=OuterRef("held_until")))
    slots = Slot.objects.filter(_WHILE_THEY_WORK) if dated else Slot.objects
    return slots.filter(
        Q(held_until__isnull=True) | Q(held_until__lte=now) | mine,
        status=SlotStatus.FREE,
        online=True,
        start_at__gt=now,
        bookable_from__lte=now,
        bookable_until__gt=now,
    )


def _with_room(slots: QuerySet[Slot]) -> QuerySet[Slot]:
    """Without those of a day on which as many are booked as may be, one slot at a time: for where only the first is wanted."""
    day = _begins_in(0), _begins_in(1)
    booked = Func("schedule_id", "service_id", *day, function="gate.booked_online", output_field=IntegerField())
    may_book = F("service__online_per_day")
    return slots.alias(booked=booked).filter(Q(service__online_per_day__isnull=True) | Q(booked__lt=may_book))


def _begins_in(days: int) -> Func:
    """Midnight in Norway before a slot, or so many days after that."""
    midnight = f"(((%(expressions)s at time zone '{OSLO.key}')::date + {days})::timestamp at time zone '{OSLO.key}')"
    return Func("start_at", template=midnight, output_field=DateTimeField())


def _within_quota(service: ServiceLine, slots: tuple[FreeSlot, ...]) -> tuple[FreeSlot, ...]:
    """Without the days on which as many are booked as the office lets people book themselves; one statement where there is such a
    limit."""
    if service.online_per_day is None or not slots:
        return slots
    days = sorted({(slot.schedule_id, oslo_date(slot.start_at)) for slot in slots})
    bounds = [day_bounds(day) for _schedule, day in days]
    columns = ([schedule for schedule, _day in days], [begins for begins, _ends in bounds], [ends for _begins, ends in bounds])
    with connection.cursor() as cursor:
        cursor.execute(
            "select gate.booked_online(schedule, %s, begins, ends)"
            " from unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[]) with ordinality t (schedule, begins, ends, place)"
            " order by place",
            [service.id, *columns],
        )
        booked = dict(zip(days, (count for (count,) in cursor.fetchall()), strict=True))
    return tuple(slot for slot in slots if booked[slot.schedule_id, oslo_date(slot.start_at)] < service.online_per_day)


def _choice(row: Schedule, office: OwnOffice) -> ScheduleChoice:
    first, last = (row.role.start_date, row.role.end_date) if row.role else (None, None)
    return ScheduleChoice(row.pk, clinician_of(row), _is_mine(row, office), first, last)


def _dated(schedules: Sequence[ScheduleChoice]) -> bool:
    return any(each.first_date or each.last_date for each in schedules)


def _is_mine(schedule: Schedule, office: OwnOffice) -> bool:
    return not is_doctors(schedule) or office.gp_role_id in (schedule.role_id, schedule.role.substitutes_for_id)
