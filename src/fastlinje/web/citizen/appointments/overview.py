"""Timene mine: what is coming, what is asked for, what has been."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fastlinje.core.actor import Actor
from fastlinje.scheduling.citizen_queries import coming_appointments_for, past_appointments_for
from fastlinje.scheduling.citizen_views import AppointmentLine, SlotPlace

from ...components.foreign import office_words
from ...components.shapes import ListItem
from ...kit import CITIZEN_APPOINTMENTS, render, requires
from .. import words as times
from . import words


@dataclass(frozen=True)
class OverviewPage:
    """`asked` is what the person waits for an answer to."""

    title: str
    coming: tuple[ListItem, ...]
    asked: tuple[ListItem, ...]
    past: tuple[ListItem, ...]
    next_href: str
    book_href: str
    request_href: str


@require_safe
@requires(CITIZEN_APPOINTMENTS)
def appointments(request: HttpRequest) -> HttpResponse:
    """Timene mine; ?etter= is where the page of past ones before it ended."""
    actor, now = request.actor, request.now
    coming = coming_appointments_for(actor, now=now)
    past, place = past_appointments_for(actor, after=SlotPlace.parse(request.GET.get("etter", "")), now=now)
    page = OverviewPage(
        title=_("Timene mine"),
        coming=tuple(_item(line, actor, now) for line in coming if not line.state.is_request),
        asked=tuple(_item(line, actor, now) for line in coming if line.state.is_request),
        past=tuple(_item(line, actor, now) for line in past),
        next_href=f"{reverse('appointments')}?etter={place}" if place else "",
        book_href=reverse("appointment_start"),
        request_href=reverse("appointment_request"),
    )
    return render(request, "citizen/appointments/overview.html", page, active="appointments")


def _item(line: AppointmentLine, actor: Actor, now: datetime) -> ListItem:
    what = office_words(line.service_name)
    asked = _("Sendt %s") % times.when(line.asked_at, now)
    return ListItem(
        title=words.when_it_is(line.start_at, now) if line.start_at else what,
        href=reverse("appointment", args=[line.id]),
        kind=what if line.start_at else _("Timeønske"),
        sender=line.schedule_name or line.office,
        updated="" if line.start_at else asked,
        status=words.state_badge(line.state, asked=line.start_at is None, end_reason=line.end_reason),
        due=_("Du har fått et tilbud") if line.has_offer else "",
        icon=words.MODALITY_ICONS[line.modality],
        person="" if line.person_id == actor.person_id else line.person_name,
    )
