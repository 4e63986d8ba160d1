"""What the worker does in the appointment book: each fetches by id and calls one command."""

from datetime import datetime

from fastlinje.audit import gate
from fastlinje.core.actor import Actor
from fastlinje.people.events import CameOfAge, ConsentLowered
from fastlinje.practices.events import LeftOffice

from .commands.forget_preparations import forget_preparations_of
from .commands.leave_office import leave_office
from .commands.let_go import let_go_of_hold, let_go_of_offers
from .commands.offer_next import offer_next
from .commands.publish_slots import make_slots
from .commands.undo_publication import remove_slots
from .events import PublicationRequested, PublicationUndone, SlotReleased
from .leaving import kept_for


def make_published(event: PublicationRequested, *, actor: Actor, now: datetime) -> None:
    """Make all slots of a publication, part by part; one that is interrupted goes on where it came to."""
    while make_slots(actor=actor, now=now, publication_id=event.publication_id):
        pass


def remove_undone(event: PublicationUndone, *, actor: Actor, now: datetime) -> None:
    """Remove the slots of a publication that was undone, part by part."""
    while remove_slots(actor=actor, now=now, publication_id=event.publication_id):
        pass


def offer_released(event: SlotReleased, *, actor: Actor, now: datetime) -> None:
    """Offer a time that became free to whoever waits for an earlier one."""
    offer_next(actor=actor, now=now, slot_id=event.slot_id)


def let_go_of_times(event: ConsentLowered, *, actor: Actor, now: datetime) -> None:
    """What is kept for somebody who has withdrawn goes to others, and what was answered before booking goes (AD-32); what they
    have booked stays with the office."""
    let_go_of_hold(actor=actor, now=now, person_id=event.person_id)
    forget_preparations_of(actor=actor, now=now, person_id=event.person_id)
    with gate.reading(actor, now=now):
        kept = kept_for(event.person_id)
    for appointment_id in kept:
        let_go_of_offers(actor=actor, now=now, appointment_id=appointment_id)


def leave_old_office(event: LeftOffice, *, actor: Actor, now: datetime) -> None:
    """What somebody has in the book of an office whose list they are no longer on."""
    leave_office(actor=actor, now=now, person_id=event.person_id, practice_id=event.practice_id, left_at=event.left_at)


def forget_parents_answers(event: CameOfAge, *, actor: Actor, now: datetime) -> None:
    """At 16 what the parents had answered for somebody before booking goes."""
    forget_preparations_of(actor=actor, now=now, person_id=event.person_id, by_others_only=True)
