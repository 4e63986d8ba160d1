"""No more notices to an address."""

from datetime import datetime

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

from ..consent import lock_self
from ..models import ContactCode, ContactPoint


@command
def remove_contact_point(*, actor: Actor, now: datetime, system: str) -> None:
    """Stop notices to one's e-mail address or mobile number and forget it. Fine if there is none."""
    person = lock_self(actor)
    ContactCode.objects.filter(person=person, system=system).delete()
    ContactPoint.objects.filter(person=person, system=system).delete()
    record(actor, "contact_point.remove", now=now, entity=("Person", person.pk), why="self")
