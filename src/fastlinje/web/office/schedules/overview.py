"""Whose time can be booked, and giving somebody a calendar."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from fastlinje.core.actor import Actor
from fastlinje.practices.office_queries import colleagues_for
from fastlinje.scheduling.commands.define_schedule import define_schedule
from fastlinje.scheduling.office_queries import schedules_for
from fastlinje.scheduling.office_views import ScheduleLine
from fastlinje.scheduling.setup_queries import bookable_services_for

from ...components.shapes import Column, Row
from ...kit import STAFF_OR_ADMIN, reading, render, requires, uuid_or_none
from ..conversations.asking import is_post, refused_by

RESOURCE = "ressurs"


class ScheduleForm(forms.Form):
    """Whose it is, and what people read."""

    role_id = forms.ChoiceField(label=gettext_lazy("Hvem er timeplanen for?"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=gettext_lazy("Navn"),
        help_text=gettext_lazy("Pasientene ser det når de bestiller. La det stå tomt for å bruke navnet til medarbeideren."),
        max_length=80,
        required=False,
        error_messages={"max_length": gettext_lazy("Navnet er for langt.")},
    )

    def offer(self, people: tuple[tuple[str, str], ...]) -> "ScheduleForm":
        """Name those it can be for."""
        self.fields["role_id"].choices = [*people, (RESOURCE, _("Noe annet, for eksempel laboratoriet"))]
        return self


@dataclass(frozen=True)
class SchedulesPage:
    """All schedules, and where the rest is arranged."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    new_href: str
    services_href: str
    publishing_href: str
    limits_href: str
    has_services: bool


@dataclass(frozen=True)
class NewSchedulePage:
    """The form for another."""

    title: str
    form: ScheduleForm
    problem: str
    back: str


@require_safe
@requires(STAFF_OR_ADMIN)
def schedules(request: HttpRequest) -> HttpResponse:
    """The list."""
    lines = schedules_for(request.actor)
    page = SchedulesPage(
        title=_("Timeplaner"),
        columns=(Column(_("Navn")), Column(_("Rolle"))),
        rows=tuple(_row(line) for line in lines),
        new_href=reverse("schedule_new"),
        services_href=reverse("appointment_services"),
        publishing_href=reverse("publishing"),
        limits_href=reverse("booking_limits") if request.actor.may_administer else "",
        has_services=bool(bookable_services_for(request.actor, only_active=True)),
    )
    return render(request, "office/schedules/overview.html", page, active="schedules")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF_OR_ADMIN)
def schedule_new(request: HttpRequest) -> HttpResponse:
    """Ask for whom; POST makes it, and goes on to its week."""
    if not is_post(request):
        return _ask(request, ScheduleForm().offer(_people(request.actor, request)))
    with reading(request) as actor:
        people = _people(actor, request)
    form = ScheduleForm(request.POST).offer(people)
    problem: str | None = ""
    if form.is_valid():
        made: list[UUID] = []
        problem = refused_by(lambda: made.append(_make(request, form.cleaned_data, dict(people))), form)
        if problem is None:
            return redirect("schedule", schedule_id=made[0])
    with reading(request):
        return _ask(request, form, problem or "")


def _make(request: HttpRequest, given: dict, people: dict[str, str]) -> UUID:
    name = given["name"] or people.get(given["role_id"], "").rpartition(",")[0]
    return define_schedule(actor=request.actor, now=request.now, role_id=uuid_or_none(given["role_id"]), name=name)


def _people(actor: Actor, request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """Those who work with patients and have no schedule."""
    taken = {line.role_id for line in schedules_for(actor)}
    people = colleagues_for(actor, now=request.now)
    return tuple((str(each.role_id), f"{each.name}, {each.title}") for each in people if each.role_id not in taken)


def _ask(request: HttpRequest, form: ScheduleForm, problem: str = "") -> HttpResponse:
    page = NewSchedulePage(_("Ny timeplan"), form, problem, reverse("schedules"))
    return render(request, "office/schedules/new.html", page, active="schedules", status=422 if form.is_bound else 200)


def _row(line: ScheduleLine) -> Row:
    return Row((line.name, line.title or _("Ressurs")), reverse("schedule", args=[line.id]))
