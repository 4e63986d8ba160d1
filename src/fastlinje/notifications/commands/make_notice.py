"""Queueing an e-mail or SMS to a person."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.people.models import Person
from fastlinje.people.queries import addresses_of, notice_choice_of

from ..channels import configured_channels
from ..events import NoticeQueued
from ..models import Notice
from ..queue import drop
from ..rules import channel_for, send_at, why_not
from ..templates import TEMPLATES, check_values


@command
def make_notice(
    *,
    actor: Actor,
    now: datetime,
    person_id: UUID,
    practice_id: UUID | None,
    template: str,
    values: Mapping[str, str],
    event_key: str,
    channel: str = "",
    at_once: bool = False,
    focus_id: UUID | None = None,
    not_before: datetime | None = None,
    instead_of: UUID | None = None,
) -> UUID:
    """Tell a person that there is something to log in for, as they have chosen: what, which way first, whether at night.

    values     what the template's text names, e.g. {"office": "Tangen legekontor", "date": "2026-11-27"}
    focus_id   the thing it is about: who may not see that when the notice goes gets none
    event_key  event and thing it tells about, e.g. "AnswerSent:<id>": one notice for each, ever
    channel    "email" or "sms" where the person chose it just now; else chosen by their confirmed addresses
    at_once    not held back at night, e.g. since it is about today
    not_before held back until then, since what it says may change
    instead_of a notice that this one makes untrue: it is dropped unless it has gone
    Emits      NoticeQueued, unless they can't be reached, switched it off, or have withdrawn: then it is kept as dropped
    Source     rules.md 4, features F-069, X10
    """
    check_values(template, values)
    if instead_of:
        _drop(actor, instead_of, now)
    person = Person.objects.get(pk=person_id)
    choice, kind = notice_choice_of(person_id), TEMPLATES[template].kind
    if not channel:
        channel = channel_for(addresses_of(person_id), configured_channels(), now, first=choice.first_channel) or ""
    if not channel and settings.ENVIRONMENT.krr_url:
        channel = choice.first_channel  # the register is asked when the notice goes, and may know another way
    reason = why_not(person.consent_level, choice, kind) or ("" if channel else "no_address")
    notice = Notice.objects.create(
        id=new_id(),
        practice_id=practice_id,
        person=person,
        template=template,
        values=dict(values),
        language=person.language or settings.LANGUAGE_CODE,
        channel=channel,
        focus_id=focus_id,
        event_key=event_key,
        status=Notice.Status.DROPPED if reason else Notice.Status.QUEUED,
        last_error=reason,
        created_at=now,
    )
    record(actor, "notice.drop" if reason else "notice.queue", now=now, entity=("Notice", notice.pk), practice_id=practice_id)
    if not reason:
        quiet = settings.ENVIRONMENT.quiet_hours if choice.quiet_at_night else None
        at = send_at(max(now, not_before or now), quiet, at_once=at_once or TEMPLATES[template].at_once)
        emit(NoticeQueued(notice.pk), at=at if at > now else None)
    return notice.pk


def _drop(actor: Actor, notice_id: UUID, now: datetime) -> None:
    waiting = Notice.objects.select_for_update(of=("self",)).filter(pk=notice_id, status=Notice.Status.QUEUED)
    for notice in waiting:
        drop(notice, "replaced")
        record(actor, "notice.drop", now=now, practice_id=notice.practice_id, entity=("Notice", notice.pk), why="replaced")
