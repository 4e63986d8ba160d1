"""One schedule: how its week looks, and when nobody works."""

from dataclasses import dataclass, replace
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from fastlinje.core.actor import Actor, Capacity
from fastlinje.core.clock import oslo_date
from fastlinje.scheduling.commands.add_exception import add_exception, remove_exception
from fastlinje.scheduling.commands.define_schedule import define_schedule
from fastlinje.scheduling.commands.set_week import WeekLine, set_week
from fastlinje.scheduling.office_views import Absence, RuleLine, ScheduleSetup, ServiceLine
from fastlinje.scheduling.setup_queries import bookable_services_for, schedule_setup_for
from fastlinje.scheduling.states import AbsenceReason

from ...components.shapes import Column, Row
from ...kit import STAFF_OR_ADMIN, reading, render, requires
from .. import words as office_words
from ..calendar import words
from ..calendar.places import week_href
from ..conversations.asking import refused_by
from .fields import date_field, time_field
from .seen import as_text, changes_since, hours_of, line_of, seen_in

WEEK_FORM, ABSENCE_FORM, NAME_FORM = "uke", "fravar", "navn"


class LineForm(forms.Form):
    """Another line of the week, on one or several days."""

    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Dager"),
        coerce=int,
        choices=[(str(number), name) for number, name in enumerate(words.WEEKDAYS)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Velg minst én dag.")},
    )
    starts = time_field(gettext_lazy("Fra klokken"))
    ends = time_field(gettext_lazy("Til klokken"))
    service = forms.ChoiceField(
        label=gettext_lazy("Hva tiden er til"), error_messages={"required": gettext_lazy("Velg hva tiden er til.")}
    )
    online = forms.BooleanField(label=gettext_lazy("Pasientene kan bestille disse selv"), required=False, initial=True)
    valid_from = date_field(gettext_lazy("Gjelder fra"), required=False, help_text=gettext_lazy("Tom betyr fra nå."))
    valid_to = date_field(gettext_lazy("Gjelder til og med"), required=False, help_text=gettext_lazy("Tom betyr uten slutt."))

    def offer(self, services: tuple[ServiceLine, ...]) -> "LineForm":
        """Name what time can be set aside for."""
        self.fields["service"].choices = [
            (str(each.id), _("%(name)s, %(minutes)d min") % {"name": each.name, "minutes": each.minutes}) for each in services
        ]
        return self


class AbsenceForm(forms.Form):
    """Days on which nobody works."""

    first_date = date_field(gettext_lazy("Første dag"))
    last_date = date_field(gettext_lazy("Siste dag"))
    reason = forms.ChoiceField(label=gettext_lazy("Grunn"), choices=AbsenceReason.choices)


class NameForm(forms.Form):
    """What it is called, and whether it is in use."""

    name = forms.CharField(
        label=gettext_lazy("Navn"),
        max_length=80,
        error_messages={"required": gettext_lazy("Skriv et navn."), "max_length": gettext_lazy("Navnet er for langt.")},
    )
    active = forms.BooleanField(label=gettext_lazy("Timeplanen er i bruk"), required=False)


@dataclass(frozen=True)
class SchedulePage:
    """A schedule with its week, its absences and their forms.

    changes       what others have done to the week since the page that was sent, when that is why it was refused
    seen          the week as shown, to go with what changes it
    has_services  there is something to set time aside for
    """

    title: str
    lead: str
    problem: str
    changes: tuple[str, ...]
    seen: tuple[str, ...]
    line_columns: tuple[Column, ...]
    line_rows: tuple[Row, ...]
    absence_columns: tuple[Column, ...]
    absence_rows: tuple[Row, ...]
    line_form: LineForm
    absence_form: AbsenceForm
    name_form: NameForm
    has_services: bool
    actions: "Actions"


@dataclass(frozen=True)
class Actions:
    """Where the forms go."""

    line: str
    absence: str
    name: str
    services: str
    publishing: str
    copying: str
    calendar: str
    back: str


@require_safe
@requires(STAFF_OR_ADMIN)
def schedule(request: HttpRequest, schedule_id: UUID) -> HttpResponse:
    """The schedule."""
    return _show(request, request.actor, schedule_id)


@require_POST
@requires(STAFF_OR_ADMIN)
def schedule_line_new(request: HttpRequest, schedule_id: UUID) -> HttpResponse:
    """Add a line to the week."""
    with reading(request) as actor:
        setup = schedule_setup_for(actor, schedule_id, now=request.now)
        services = bookable_services_for(actor, only_active=True)
    form = LineForm(request.POST, prefix=WEEK_FORM).offer(services)
    problem: str | None = ""
    if form.is_valid():
        lines = [*map(line_of, setup.rules), *_added(form.cleaned_data)]
        problem = _write(request, schedule_id, lines)
        if problem is None:
            return redirect(_href(schedule_id, WEEK_FORM))
    with reading(request) as actor:
        return _show(request, actor, schedule_id, line_form=form, problem=problem or "", seen=seen_in(request.POST))


@require_POST
@requires(STAFF_OR_ADMIN)
def schedule_line_removal(request: HttpRequest, schedule_id: UUID, rule_id: UUID) -> HttpResponse:
    """Take a line out of the week."""
    with reading(request) as actor:
        setup = schedule_setup_for(actor, schedule_id, now=request.now)
    lines = [line_of(rule) for rule in setup.rules if rule.id != rule_id]
    problem = _write(request, schedule_id, lines)
    if problem is None:
        return redirect(_href(schedule_id, WEEK_FORM))
    with reading(request) as actor:
        return _show(request, actor, schedule_id, problem=problem, seen=seen_in(request.POST))


@require_POST
@requires(STAFF_OR_ADMIN)
def schedule_absence_new(request: HttpRequest, schedule_id: UUID) -> HttpResponse:
    """Note that nobody works for some days."""
    form = AbsenceForm(request.POST, prefix=ABSENCE_FORM)
    problem: str | None = ""
    if form.is_valid():
        act = {"actor": request.actor, "now": request.now, "schedule_id": schedule_id}
        problem = refused_by(lambda: add_exception(**act, **form.cleaned_data), form)
        if problem is None:
            return redirect(_href(schedule_id, ABSENCE_FORM))
    with reading(request) as actor:
        return _show(request, actor, schedule_id, absence_form=form, problem=problem or "")


@require_POST
@requires(STAFF_OR_ADMIN)
def schedule_absence_removal(request: HttpRequest, schedule_id: UUID, exception_id: UUID) -> HttpResponse:
    """Somebody works after all."""
    remove_exception(actor=request.actor, now=request.now, exception_id=exception_id)
    return redirect(_href(schedule_id, ABSENCE_FORM))


@require_POST
@requires(STAFF_OR_ADMIN)
def schedule_name(request: HttpRequest, schedule_id: UUID) -> HttpResponse:
    """Another name, or out of use."""
    form = NameForm(request.POST, prefix=NAME_FORM)
    problem: str | None = ""
    if form.is_valid():
        act = {"actor": request.actor, "now": request.now, "schedule_id": schedule_id}
        problem = refused_by(lambda: define_schedule(**act, **form.cleaned_data), form)
        if problem is None:
            return redirect(_href(schedule_id, NAME_FORM))
    with reading(request) as actor:
        return _show(request, actor, schedule_id, name_form=form, problem=problem or "")


def _write(request: HttpRequest, schedule_id: UUID, lines: list[WeekLine]) -> str | None:
    """The week anew, unless it is another than the page showed."""
    act = {"actor": request.actor, "now": request.now, "schedule_id": schedule_id}
    return refused_by(lambda: set_week(**act, lines=lines, seen=seen_in(request.POST)))


def _href(schedule_id: UUID, anchor: str) -> str:
    return f"{reverse('schedule', args=[schedule_id])}#{anchor}"


def _added(given: dict) -> list[WeekLine]:
    line = WeekLine(
        0, given["starts"], given["ends"], UUID(given["service"]), given["online"], given["valid_from"], given["valid_to"]
    )
    return [replace(line, weekday=day) for day in given["weekdays"]]


def _show(
    request: HttpRequest,
    actor: Actor,
    schedule_id: UUID,
    *,
    line_form: LineForm | None = None,
    absence_form: AbsenceForm | None = None,
    name_form: NameForm | None = None,
    problem: str = "",
    seen: tuple[WeekLine, ...] | None = None,
) -> HttpResponse:
    setup = schedule_setup_for(actor, schedule_id, now=request.now)
    services = bookable_services_for(actor, only_active=True)
    named = {"name": setup.schedule.name, "active": setup.active}
    sent = line_form or absence_form or name_form or problem
    page = SchedulePage(
        title=setup.schedule.name,
        lead=_lead(setup),
        problem=problem,
        changes=() if seen is None else changes_since(seen, setup.rules, services),
        seen=tuple(as_text(line_of(rule)) for rule in setup.rules),
        line_columns=tuple(
            Column(text) for text in (_("Dag"), _("Klokken"), _("Hva tiden er til"), _("På nett"), _("Gjelder"), _("Valg"))
        ),
        line_rows=tuple(_line_row(schedule_id, rule) for rule in setup.rules),
        absence_columns=tuple(Column(text) for text in (_("Dager"), _("Grunn"), _("Valg"))),
        absence_rows=tuple(_absence_row(request, schedule_id, each) for each in setup.absences),
        line_form=line_form or LineForm(prefix=WEEK_FORM).offer(services),
        absence_form=absence_form or AbsenceForm(prefix=ABSENCE_FORM),
        name_form=name_form or NameForm(prefix=NAME_FORM, initial=named),
        has_services=bool(services),
        actions=_actions(request, schedule_id),
    )
    return render(request, "office/schedules/schedule.html", page, active="schedules", status=422 if sent else 200)


def _lead(setup: ScheduleSetup) -> str:
    if setup.last_slot_at is None:
        return _("Det er ikke laget timer her ennå.")
    return _("Det er laget timer til og med %s.") % office_words.full_date(oslo_date(setup.last_slot_at))


def _actions(request: HttpRequest, schedule_id: UUID) -> Actions:
    is_staff = request.actor.capacity is Capacity.STAFF  # an administrator arranges the calendar and never sees who is in it
    return Actions(
        line=reverse("schedule_line_new", args=[schedule_id]),
        absence=reverse("schedule_absence_new", args=[schedule_id]),
        name=reverse("schedule_name", args=[schedule_id]),
        services=reverse("appointment_services"),
        publishing=reverse("publishing"),
        copying=reverse("schedule_copy", args=[schedule_id]),
        calendar=week_href(oslo_date(request.now), schedule_id) if is_staff else "",
        back=reverse("schedules"),
    )


def _line_row(schedule_id: UUID, rule: RuleLine) -> Row:
    name = words.WEEKDAYS[rule.weekday]
    hours = hours_of(rule)
    href = reverse("schedule_line_removal", args=[schedule_id, rule.id])
    what = _("%(name)s, %(minutes)d min") % {"name": rule.service_name, "minutes": rule.minutes}
    online = _("Ja") if rule.online else _("Nei")
    return Row((name, hours, what, online, _validity(rule), _removal(href, f"{name} {hours}")))


def _validity(rule: RuleLine) -> str:
    if rule.valid_from and rule.valid_to:
        return f"{office_words.full_date(rule.valid_from)} – {office_words.full_date(rule.valid_to)}"
    if rule.valid_from:
        return _("Fra %s") % office_words.full_date(rule.valid_from)
    return _("Til %s") % office_words.full_date(rule.valid_to) if rule.valid_to else _("Alltid")


def _absence_row(request: HttpRequest, schedule_id: UUID, absence: Absence) -> Row:
    first, last = office_words.full_date(absence.first_date), office_words.full_date(absence.last_date)
    days = first if absence.first_date == absence.last_date else f"{first} – {last}"
    removal = _removal(reverse("schedule_absence_removal", args=[schedule_id, absence.id]), days)
    if request.actor.capacity is Capacity.STAFF:
        days = format_html('<a class="ds-link" href="{}">{}</a>', week_href(absence.first_date, schedule_id), days)
    return Row((days, str(absence.reason.label), removal))


def _removal(href: str, what: str) -> str:
    return format_html(
        '<button class="fl-row-button" form="removals" formaction="{}">{}<span class="ds-sr-only"> {}</span></button>',
        href,
        _("Fjern"),
        what,
    )
