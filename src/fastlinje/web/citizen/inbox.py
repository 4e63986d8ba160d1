"""All that a person follows, newest first."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fastlinje.core.actor import Actor
from fastlinje.dialogue.states import ConversationState
from fastlinje.scheduling.states import AppointmentState
from fastlinje.worklist.queries import Entry, Place, inbox_for

from ..components.shapes import ListItem
from ..kit import CITIZEN, render, requires
from . import words
from .appointments import words as appointments

APPOINTMENTS = ("appointment", "appointment_request")
"""Kinds of entries that lead to an appointment; all others lead to a conversation."""


@dataclass(frozen=True)
class InboxPage:
    """One page of the inbox. `first_href` leads back to the beginning from later pages."""

    title: str
    items: tuple[ListItem, ...]
    next_href: str
    first_href: str
    start_href: str


@require_safe
@requires(CITIZEN)
def inbox(request: HttpRequest) -> HttpResponse:
    """The list; ?etter= is where the page before it ended."""
    after = Place.parse(request.GET.get("etter", ""))
    entries, next_place = inbox_for(request.actor, after=after, now=request.now)
    page = InboxPage(
        title=_("Innboks"),
        items=tuple(_item(entry, request.now, request.actor) for entry in entries),
        next_href=f"{reverse('inbox')}?{urlencode({'etter': str(next_place)})}" if next_place else "",
        first_href=reverse("inbox") if after else "",
        start_href=reverse("e_consultation"),
    )
    return render(request, "citizen/inbox.html", page, active="inbox")


def _item(entry: Entry, now: datetime, actor: Actor) -> ListItem:
    is_appointment = entry.kind in APPOINTMENTS
    badge = (
        appointments.state_badge(AppointmentState(entry.status), asked=entry.kind == "appointment_request")
        if is_appointment
        else None
    )
    return ListItem(
        title=entry.subject,
        href=reverse("appointment" if is_appointment else "my_conversation", args=[entry.focus_id]),
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
