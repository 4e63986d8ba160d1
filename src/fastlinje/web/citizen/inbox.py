"""All that a person follows, newest first."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fastlinje.core.actor import Actor
from fastlinje.dialogue.states import ConversationState
from fastlinje.scheduling.states import AppointmentState
from fastlinje.worklist.queries import Entry, Place, inbox_for

from ..addresses import address
from ..components.shapes import Chip, ListItem
from ..kit import CITIZEN, render, requires, uuid_or_none
from . import words
from .appointments import words as appointments

APPOINTMENTS = ("appointment", "appointment_request")
"""Kinds of entries that lead to an appointment; all others lead to a conversation."""


@dataclass(frozen=True)
class InboxPage:
    """One page of the inbox. `first_href` leads back to the beginning from later pages; `people` narrow it to one of them."""

    title: str
    people: tuple[Chip, ...]
    items: tuple[ListItem, ...]
    next_href: str
    first_href: str
    start_href: str


@require_safe
@requires(CITIZEN)
def inbox(request: HttpRequest) -> HttpResponse:
    """The list; ?om= is whom it concerns, ?etter= where the page before it ended."""
    after, about = Place.parse(request.GET.get("etter", "")), uuid_or_none(request.GET.get("om", ""))
    entries, next_place = inbox_for(request.actor, after=after, now=request.now, about=about)
    page = InboxPage(
        title=_("Innboks"),
        items=tuple(_item(entry, request.now, request.actor) for entry in entries),
        people=_people(request.actor, about),
        next_href=_href(about, next_place) if next_place else "",
        first_href=_href(about) if after else "",
        start_href=address("e_consultation"),
    )
    return render(request, "citizen/inbox.html", page, active="inbox")


def _people(actor: Actor, about: UUID | None) -> tuple[Chip, ...]:
    """Everybody first; nothing for somebody who follows only their own."""
    if len(actor.followed_persons) == 1:
        return ()
    names = {other.person_id: other.name for other in actor.represents} | {actor.person_id: actor.name}
    chips = (Chip(names[person_id], _href(person_id), person_id == about) for person_id in actor.followed_persons)
    return (Chip(_("Alle"), _href(None), about is None), *chips)


def _href(about: UUID | None, after: Place | None = None) -> str:
    asked = ({"om": str(about)} if about else {}) | ({"etter": str(after)} if after else {})
    return address("inbox") + (f"?{urlencode(asked)}" if asked else "")


def _item(entry: Entry, now: datetime, actor: Actor) -> ListItem:
    is_appointment = entry.kind in APPOINTMENTS
    badge = (
        appointments.state_badge(AppointmentState(entry.status), asked=entry.kind == "appointment_request")
        if is_appointment
        else None
    )
    return ListItem(
        title=entry.subject,
        href=address("appointment" if is_appointment else "my_conversation", entry.focus_id),
        kind=words.kind(entry.kind),
        sender=entry.from_name,
        person="" if entry.person_id == actor.person_id else entry.person_name,
        updated=words.when(entry.updated_at, now),
        status=badge or words.state_badge(ConversationState(entry.status)),
        due=due(entry.due_at, now),
        unread=entry.is_unread,
        icon="calendar" if is_appointment else "message",
    )


def due(due_at: datetime | None, now: datetime) -> str:
    """«Svar innen mandag 30. november», or that the answer is late."""
    if due_at is None:
        return ""
    if due_at < now:
        return _("Svaret er forsinket. Fristen var %s.") % words.weekday(due_at)
    return _("Svar innen %s") % words.weekday(due_at)
