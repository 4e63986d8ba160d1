"""What is kept for somebody who has withdrawn their consent goes to others; what is booked or asked for stays with the office."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor, ConsentLevel
from fastlinje.core.rows import update
from fastlinje.people.models import Person

from ..lapsing import take_back
from ..leaving import waiting_of
from ..offers import open_offers
from ..progress import lock_appointment, record_act
from ..slots import give_up_hold, lock_person
from ..states import EntryState, OfferState


@command
def let_go_of_hold(*, actor: Actor, now: datetime, person_id: UUID) -> None:
    """The time they were about to book is free at once. Nothing happens if there is none, or they consent again. By the worker.

    Source  F-006, AD-32
    """
    lock_person(person_id)
    held = None if consents(person_id) else give_up_hold(person_id)
    if held is None:
        nothing_done("nothing held")
        return
    record(actor, "slot.release", now=now, person_id=person_id, practice_id=held.practice_id)


@command
def let_go_of_offers(*, actor: Actor, now: datetime, appointment_id: UUID) -> None:
    """Times on offer go to others, and the place on the waiting list is given up; the appointment itself stands. A request waits
    for the office again. Nothing happens if they consent again. By the worker.

    Refuses  not_found
    Emits    SlotReleased
    Source   F-006, AD-32
    """
    appointment = lock_appointment(appointment_id)
    offers, entry = open_offers(appointment.pk), waiting_of(appointment.pk)
    if consents(appointment.person_id) or not (offers or entry):
        nothing_done("nothing kept")
        return
    take_back(appointment, offers, OfferState.WITHDRAWN, actor, now)
    if entry:
        entry.state = EntryState.LEFT
        update(entry, "state")
    record_act(actor, "appointment.let_go", appointment, now=now)


def consents(person_id: UUID) -> bool:
    """To bookings, now."""
    level = Person.objects.values_list("consent_level", flat=True).get(pk=person_id)
    return ConsentLevel(level).covers(ConsentLevel.FULL)
