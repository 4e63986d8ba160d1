"""A single time outside the week's template."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fastlinje.core.actor import Actor
from fastlinje.scheduling.commands.open_slot import add_slot
from fastlinje.scheduling.office_views import ServiceLine
from fastlinje.scheduling.setup_queries import bookable_services_for, schedule_setup_for
from fastlinje.scheduling.week import local

from ...kit import STAFF, reading, render, requires
from ..conversations.asking import is_post, refused_by
from ..schedules.fields import time_field
from . import words
from .places import day_href, day_in


class NewTimeForm(forms.Form):
    """When, and what for."""

    time = time_field(gettext_lazy("Fra klokken"))
    service = forms.ChoiceField(
        label=gettext_lazy("Hva tiden er til"), error_messages={"required": gettext_lazy("Velg hva tiden er til.")}
    )
    online = forms.BooleanField(label=gettext_lazy("Pasientene kan bestille den selv"), required=False)

    def offer(self, services: tuple[ServiceLine, ...]) -> "NewTimeForm":
        """Name what time can be set aside for."""
        self.fields["service"].choices = [
            (str(each.id), _("%(name)s, %(minutes)d min") % {"name": each.name, "minutes": each.minutes}) for each in services
        ]
        return self


@dataclass(frozen=True)
class NewTimePage:
    """The question."""

    title: str
    lead: str
    form: NewTimeForm
    problem: str
    back: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF)
def office_slot_new(request: HttpRequest, schedule_id: UUID, day: str) -> HttpResponse:
    """Ask when; POST makes the time, unless another is in the way."""
    the_day = day_in(day, request.now)
    if not is_post(request):
        form = NewTimeForm().offer(bookable_services_for(request.actor, only_active=True))
        return _show(request, request.actor, schedule_id, the_day, form)
    with reading(request) as actor:
        form = NewTimeForm(request.POST).offer(bookable_services_for(actor, only_active=True))
    problem: str | None = ""
    if form.is_valid():
        problem = refused_by(lambda: _add(request, schedule_id, the_day, form.cleaned_data), form)
        if problem is None:
            return redirect(day_href(the_day))
    with reading(request) as actor:
        return _show(request, actor, schedule_id, the_day, form, problem or "")


def _add(request: HttpRequest, schedule_id: UUID, day: date, given: dict) -> None:
    add_slot(
        actor=request.actor,
        now=request.now,
        schedule_id=schedule_id,
        service_id=UUID(given["service"]),
        start_at=local(day, given["time"]),
        online=given["online"],
    )


def _show(request: HttpRequest, actor: Actor, schedule_id: UUID, day: date, form: NewTimeForm, problem: str = "") -> HttpResponse:
    schedule = schedule_setup_for(actor, schedule_id, now=request.now).schedule
    lead = _("%(name)s, %(day)s") % {"name": schedule.name, "day": words.day_name(day).lower()}
    page = NewTimePage(_("Ny tid"), lead, form, problem, day_href(day))
    return render(request, "office/calendar/new_time.html", page, active="calendar", status=422 if form.is_bound else 200)
