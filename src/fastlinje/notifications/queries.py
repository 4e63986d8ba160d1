"""What the worker must know to send a notice, and what an operator may see of those that wait."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count

from fastlinje.core.actor import Actor
from fastlinje.people.models import ContactCode, ContactPoint
from fastlinje.people.queries import notice_choice_of
from fastlinje.scheduling.models import Appointment

from .models import Notice
from .recipients import may_be_told
from .rules import why_not
from .templates import CODE, TEMPLATES, Wording, wording


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice ready to hand over.

    national_id  whom to ask the contact register about; "" for a code, which goes to the address it confirms
    """

    channel: str
    to: str = field(repr=False)
    wording: Wording = field(repr=False)
    language: str
    national_id: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A notice that must not be sent, and why."""

    reason: str


def letter_for(notice_id: UUID, now: datetime) -> Letter | GivenUp | None:
    """What to send for a notice that waits; None when it does not wait any more. For jobs, inside `reading`."""
    notice = Notice.objects.select_related("person").filter(pk=notice_id, status=Notice.Status.QUEUED).first()
    if notice is None:
        return None
    if now > notice.created_at + TEMPLATES[notice.template].useful:
        return GivenUp("too_late")
    if notice.template == "contact_code":
        return _code_letter(notice, now)
    if reason := why_not(notice.person.consent_level, notice_choice_of(notice.person_id), TEMPLATES[notice.template].kind):
        return GivenUp(reason)
    if notice.focus_id and not may_be_told(notice.person_id, notice.focus_id, now=now):
        return GivenUp("may_not_read")
    return _letter_to(notice) or GivenUp("no_address")


def waiting_notice_of_cancelled(person_id: UUID, booked: Appointment) -> UUID | None:
    """The oldest notice, not sent yet, that tells somebody that the patient's time of the same kind at the office is off.

    For jobs, inside `reading`.
    """
    same = Appointment.objects.filter(person_id=booked.person_id, practice_id=booked.practice_id, service__kind=booked.service.kind)
    waiting = Notice.objects.filter(
        person_id=person_id,
        template="appointment_cancelled",
        status=Notice.Status.QUEUED,
        focus_id__in=same.exclude(pk=booked.pk).values("pk"),
    )
    return waiting.order_by("created_at", "id").values_list("pk", flat=True).first()


def earlier_letters(notice_id: UUID) -> list[Letter]:
    """What others have been sent, or are to be, about the same event before this one. For jobs, inside `reading`."""
    notice = Notice.objects.get(pk=notice_id)
    going = Notice.objects.filter(
        event_key=notice.event_key, pk__lt=notice.pk, status__in=(Notice.Status.QUEUED, Notice.Status.SENT)
    )
    return [letter for other in going.select_related("person") if (letter := _letter_to(other))]


def _letter_to(notice: Notice) -> Letter | None:
    point = ContactPoint.objects.filter(person=notice.person, system=notice.channel).first()
    if point is None and not settings.ENVIRONMENT.krr_url:
        return None
    return replace(_letter(notice, point.value if point else "", notice.values), national_id=notice.person.national_id)


def _code_letter(notice: Notice, now: datetime) -> Letter | GivenUp:
    code = ContactCode.objects.filter(pk=notice.event_key.rpartition(":")[2], expires_at__gt=now).first()
    return _letter(notice, code.value, {CODE: code.code}) if code else GivenUp("code_gone")


def _letter(notice: Notice, to: str, values: Mapping[str, str]) -> Letter:
    return Letter(notice.channel, to, wording(notice.template, values, notice.language), notice.language)


@dataclass(frozen=True, slots=True)
class ParkedNotice:
    """What an operator may know of a notice: nothing about whom it is to (AD-19)."""

    id: UUID
    practice_name: str
    template: str
    channel: str
    tries: int
    error: str
    created_at: datetime


def parked_notices_for(actor: Actor, *, limit: int = 50) -> list[ParkedNotice]:
    """The notices an operator should look at, oldest first."""
    rows = (
        Notice.objects.filter(status=Notice.Status.PARKED)
        .order_by("created_at")
        .values_list("id", "practice__short_name", "template", "channel", "attempts", "last_error", "created_at")[:limit]
    )
    return [ParkedNotice(id, practice or "", *rest) for id, practice, *rest in rows]


def notice_counts_for(actor: Actor, *, now: datetime) -> dict[str, int]:
    """How many notices are queued, parked and dropped in the last week (FD-09: what was given up is counted)."""
    week = Notice.objects.filter(created_at__gt=now - timedelta(days=7)).exclude(status=Notice.Status.SENT)
    return dict(week.values_list("status").annotate(Count("id")).order_by("status"))
