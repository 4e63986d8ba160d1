"""Whether a person can be told at all: what their own pages say about it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from fastlinje.core.actor import Actor
from fastlinje.people.models import ContactPoint, Person

from .models import Notice
from .rules import EMAIL, SMS

REGISTER_SAYS_NO = ("register_says_no", "not_in_register")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """When an address was confirmed here, without the address."""

    verified_at: datetime

    @property
    def updated_at(self) -> datetime:
        """Written and confirmed at once."""
        return self.verified_at


@dataclass(frozen=True, slots=True)
class Reach:
    """The addresses by kind, and whether the contact register turned the last notice away."""

    addresses: dict[str, Confirmed]
    register_said_no: bool


def reach_of(actor: Actor) -> Reach:
    """The actor's own; one statement."""
    last = Notice.objects.filter(person_id=OuterRef("pk")).exclude(status=Notice.Status.QUEUED).order_by("-created_at")
    known = (
        Person.objects.filter(pk=actor.person_id)
        .annotate(
            email=Subquery(_verified_at(EMAIL)),
            sms=Subquery(_verified_at(SMS)),
            last=Subquery(last.values("last_error")[:1]),
        )
        .values(EMAIL, SMS, "last")
        .get()
    )
    addresses = {kind: Confirmed(known[kind]) for kind in (EMAIL, SMS) if known[kind]}
    return Reach(addresses, register_said_no=known["last"] in REGISTER_SAYS_NO)


def _verified_at(kind: str):
    return ContactPoint.objects.filter(person_id=OuterRef("pk"), system=kind).values("verified_at")
