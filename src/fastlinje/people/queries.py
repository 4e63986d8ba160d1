"""What a person may read of their own settings."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastlinje.core.actor import Actor, ConsentLevel

from .models import Consent, ContactCode, ContactPoint, NoticePreference
from .notice_choice import NoticeChoice, Preset

EMAIL, SMS = ContactPoint.System.EMAIL.value, ContactPoint.System.SMS.value


@dataclass(frozen=True, slots=True)
class Address:
    """Where notices go: an e-mail address, or a mobile number in E.164."""

    system: str
    value: str
    verified_at: datetime

    @property
    def updated_at(self) -> datetime:
        """Written and confirmed at once: an address counts here when its code has come back."""
        return self.verified_at


@dataclass(frozen=True, slots=True)
class ConsentChoice:
    """One choice of consent level, once made."""

    level: ConsentLevel
    previous: ConsentLevel
    given_at: datetime


def addresses_for(actor: Actor) -> dict[str, Address]:
    """The actor's addresses by system, "email" and "sms"."""
    return addresses_of(actor.person_id)


def addresses_of(person_id: UUID) -> dict[str, Address]:
    """The same of anybody, for jobs, inside `reading`."""
    points = ContactPoint.objects.filter(person_id=person_id)
    return {point.system: Address(point.system, point.value, point.verified_at) for point in points}


def pending_address_for(actor: Actor, system: str, *, now: datetime) -> str:
    """The address a code was sent to that can still be confirmed; "" when there is none."""
    sent = ContactCode.objects.filter(person_id=actor.person_id, system=system, expires_at__gt=now).first()
    return sent.value if sent else ""


def consents_for(actor: Actor, *, most: int = 50) -> tuple[ConsentChoice, ...]:
    """The choices for whom the actor acts for, themselves as a rule, newest first."""
    rows = Consent.objects.filter(person_id=actor.subject_id).order_by("-given_at", "-id")[:most]
    return tuple(ConsentChoice(ConsentLevel(row.level), ConsentLevel(row.previous_level), row.given_at) for row in rows)


def notice_choice_of(person_id: UUID) -> NoticeChoice:
    """What a person has chosen to be told; for their own page, and for jobs, inside `reading`."""
    row = NoticePreference.objects.filter(pk=person_id).first()
    return NoticeChoice(Preset(row.preset), row.switches, row.first_channel, row.quiet_at_night) if row else NoticeChoice()
