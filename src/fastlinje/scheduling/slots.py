"""Slots locked, taken and given back: the only code that changes one. Called by commands, inside their transaction.

Locks are taken in one order everywhere, so that nobody waits in a ring: the person, the appointment, slots by id, then the rest.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from fastlinje.audit.outbox import emit
from fastlinje.core.actor import RoleCode
from fastlinje.core.prepared import prepared
from fastlinje.core.rows import delete, update
from fastlinje.practices.models import HealthcareService, ServiceCode

from .events import SlotReleased
from .models import Hold, Schedule, Slot
from .rules import slot_gone, slot_taken
from .states import SlotStatus
from .week import waking

_PERSON = 3


def lock_person(person_id: UUID) -> None:
    """Let one booking at a time be made for somebody, so that what they have can be counted."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, %s))", [str(person_id), _PERSON])


def refuse_taken(slot_id: UUID) -> None:
    """Refuses slot_taken for what somebody has, before anything is locked: in a rush most who come learn no more than that.

    Only what is stored for good counts here. Who comes while another is booking waits at the lock for how that ended.
    """
    if next(iter(_status_of(pk=slot_id)), None) == SlotStatus.BUSY:
        raise slot_taken()


@prepared
def _status_of(*, pk: UUID) -> QuerySet:
    return Slot.objects.filter(pk=pk, online=True).values_list("status", flat=True)


def lock_slot(slot_id: UUID) -> Slot:
    """The slot, locked for the rest of the command, with what decides whether it can be booked. Refuses slot_taken, slot_gone."""
    if slot := lock_slot_if_there(slot_id):
        return slot
    # A citizen's lock finds only what they may change: free ones and their own.
    raise slot_taken() if Slot.objects.filter(pk=slot_id).exists() else slot_gone()


def lock_slot_if_there(slot_id: UUID) -> Slot | None:
    """The same, for who does not mind that it is gone."""
    return next(iter(_locked(pk=slot_id)), None)


def lock_slots(slot_ids: Collection[UUID]) -> dict[UUID, Slot]:
    """Several, in one order."""
    return {slot.pk: slot for slot in Slot.objects.select_for_update(of=("self",)).filter(pk__in=slot_ids).order_by("pk")}


@prepared
def _locked(*, pk: UUID) -> QuerySet[Slot]:
    return with_what_decides(Slot.objects.select_for_update(of=("self",)).filter(pk=pk))


def with_what_decides(slots: QuerySet[Slot]) -> QuerySet[Slot]:
    """With the service, the schedule, whose it is, the office, whether the actor holds it, and whether the doctor has it on."""
    return slots.select_related("service", "schedule__role__practitioner", "practice").annotate(
        held_by_me=Exists(Hold.objects.filter(slot_id=OuterRef("pk"), held_until=OuterRef("held_until"))),
        on_of_own=switch_of("schedule__role_id"),
        on_of_gp=switch_of("schedule__role__substitutes_for_id"),
    )


def switch_of(role: str) -> Subquery:
    """Whether the doctor at that path has bookings on; null when they have never said."""
    return Subquery(HealthcareService.objects.filter(role_id=OuterRef(role), code=ServiceCode.APPOINTMENT).values("active")[:1])


def is_on(schedule: Schedule, on_of_own: bool | None, on_of_gp: bool | None) -> bool:
    """Whether people may book in a schedule. A substitute has what the GP has, unless a row of their own says otherwise."""
    if not schedule.active or (schedule.role and not schedule.role.active):
        return False
    if not is_doctors(schedule):
        return True
    return bool(on_of_gp if on_of_own is None else on_of_own)


def is_doctors(schedule: Schedule) -> bool:
    """Whether it is a GP's or a substitute's, and not a nurse's or a resource's."""
    return schedule.role is not None and schedule.role.code in (RoleCode.GP, RoleCode.SUBSTITUTE)


def take(slot: Slot) -> None:
    """Somebody has it now."""
    slot.status, slot.held_until = SlotStatus.BUSY, None
    update(slot, "status", "held_until")


def keep_for_offer(slot: Slot, until: datetime) -> None:
    """Kept for somebody it is offered to."""
    slot.status, slot.held_until = SlotStatus.TENTATIVE, until
    update(slot, "status", "held_until")


def release(slot: Slot, now: datetime) -> None:
    """Free again; whoever waits for an earlier time is told by a job, at night in the morning."""
    slot.status, slot.held_until = SlotStatus.FREE, None
    update(slot, "status", "held_until")
    if slot.start_at > now:
        offered_at = waking(now)
        emit(SlotReleased(slot.pk), at=offered_at if offered_at > now else None)


def give_up_hold(author_id: UUID) -> Hold | None:
    """The chosen time is others' to choose at once. None when none was chosen; the person is locked already."""
    held = Hold.objects.filter(author_id=author_id).first()
    if held is None:
        return None
    end_hold(held, lock_slots([held.slot_id]).get(held.slot_id))
    return held


def end_hold(held: Hold, slot: Slot | None) -> None:
    """Forget a hold; its slot, which is locked, is others' to choose unless somebody has it or holds it since."""
    if slot and slot.status == SlotStatus.FREE and slot.held_until == held.held_until:
        slot.held_until = None
        update(slot, "held_until")
    delete(held)


def clinician_of(schedule: Schedule) -> str:
    """Who one meets: the practitioner, or what the resource is called."""
    return schedule.role.practitioner.name if schedule.role else schedule.name


def resource_of(schedule: Schedule) -> UUID:
    """Whose time it takes: one practitioner is one, at however many offices."""
    return schedule.role.practitioner_id if schedule.role else schedule.pk


def close(slot: Slot) -> None:
    """Nobody can book it until the office opens it again."""
    slot.status, slot.held_until = SlotStatus.UNAVAILABLE, None
    update(slot, "status", "held_until")
