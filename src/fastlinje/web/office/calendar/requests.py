"""Those who ask for a time: the queue, and the answer to one."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fastlinje.core.actor import Actor
from fastlinje.core.working_days import due_after
from fastlinje.questionnaires.engine.narrative import AnsweredSection
from fastlinje.scheduling.commands.answer_request_with_booking import answer_request_with_booking
from fastlinje.scheduling.commands.decline_request import decline_request
from fastlinje.scheduling.commands.offer_times import offer_times
from fastlinje.scheduling.desk_rules import check_can_choose
from fastlinje.scheduling.office_queries import appointment_for
from fastlinje.scheduling.office_requests import (
    REQUESTS_SHOWN,
    WAITING_SHOWN,
    matching_times,
    next_times,
    offered_for,
    requests_for,
    waiting_for,
    wishes_of,
)
from fastlinje.scheduling.office_views import OfferedTime, OfficeAppointment, OpenTime, RequestLine, WaitingLine
from fastlinje.scheduling.preferences import Preferences
from fastlinje.scheduling.rules import END_TEXT_MAX_CHARS
from fastlinje.scheduling.states import DECLINING, AppointmentState

from ...components.lists import badge
from ...components.shapes import Badge, Column, Fact, Row
from ...frame import phone_text
from ...kit import STAFF, reading, render, requires, uuid_or_none
from .. import words as office_words
from ..conversations.asking import is_post, refused_by
from . import words
from .slot import slot_lead
from .visit import TURNS, must_call, readers_of, who

PARTS = {"morning": gettext_lazy("før kl. 12"), "afternoon": gettext_lazy("etter kl. 12")}
OFFER, BOOK = "tilby", "bestill"


class AnswerForm(forms.Form):
    """Which of the times to give."""

    slots = forms.MultipleChoiceField(
        label=gettext_lazy("Ledige tider"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("En av tidene er ikke ledig lenger. Velg på nytt.")},
    )

    def offer(self, times: tuple[OpenTime, ...]) -> "AnswerForm":
        """Name the times there are."""
        self.fields["slots"].choices = [
            (str(time.slot_id), f"{words.from_to(time.start_at, time.end_at)}, {slot_lead(time)}") for time in times
        ]
        return self


class NoForm(forms.Form):
    """Why there is no time."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Hvorfor?"),
        help_text=gettext_lazy("Pasienten leser grunnen når de logger inn."),
        required=False,
        choices=[(reason.value, reason.label) for reason in DECLINING],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Noe å legge til?"),
        required=False,
        max_length=END_TEXT_MAX_CHARS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": gettext_lazy("Teksten er for lang.")},
    )


@dataclass(frozen=True)
class RequestsPage:
    """The queue. `note` says so when there are more than are shown; `new_href` is where one is written down."""

    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    new_href: str = ""


@dataclass(frozen=True)
class AnswerPage:
    """One request with what suits it. `suits`: the times meet every wish; `no_choice` is why they cannot choose themselves."""

    title: str
    who: str
    badges: tuple[Badge, ...]
    notice: str
    must_call: str
    no_choice: str
    problem: str
    wishes: tuple[Fact, ...]
    reason: str
    form_title: str
    answers: tuple[AnsweredSection, ...]
    offered: tuple[str, ...]
    suits: bool
    form: AnswerForm
    no_form: NoForm
    no_action: str
    readers: str
    visibility_href: str
    back: str


@require_safe
@requires(STAFF)
def office_requests(request: HttpRequest) -> HttpResponse:
    """The queue, who has waited longest first."""
    columns = (_("Pasient"), _("Ønsker"), _("Hvordan"), _("Spurt"), _("Frist"), _("Status"))
    lines = requests_for(request.actor, now=request.now)
    page = RequestsPage(
        title=_("Timeønsker"),
        note=_note(len(lines), REQUESTS_SHOWN),
        columns=tuple(Column(text) for text in columns),
        rows=tuple(_row(line, request) for line in lines),
        new_href=reverse("office_request_who"),
    )
    return render(request, "office/calendar/requests.html", page, active="calendar")


@require_safe
@requires(STAFF)
def office_waiting(request: HttpRequest) -> HttpResponse:
    """Those who would like an earlier time, in the order they are offered one."""
    columns = (_("Pasient"), _("Venter på"), _("Har time"), _("Kan fra"), _("Tur"), _("Ventet siden"))
    lines = waiting_for(request.actor, now=request.now)
    page = RequestsPage(
        title=_("Venteliste"),
        note=_note(len(lines), WAITING_SHOWN),
        columns=tuple(Column(text) for text in columns),
        rows=tuple(_waiting_row(line, request) for line in lines),
    )
    return render(request, "office/calendar/waiting.html", page, active="calendar")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF)
def office_request(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """One of them; POST gives a time, or several to choose from."""
    if not is_post(request):
        return _show(request, request.actor, appointment_id)
    chosen = [each for each in map(uuid_or_none, request.POST.getlist("slots")) if each]
    problem = _problem_of(request, appointment_id, chosen)
    if problem is None:
        return redirect("office_requests")
    with reading(request) as actor:
        return _show(request, actor, appointment_id, problem=problem)


@require_POST
@requires(STAFF)
def office_request_no(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Say no, and why."""
    form = NoForm(request.POST)
    problem: str | None = ""
    if form.is_valid():
        act = {"actor": request.actor, "now": request.now, "appointment_id": appointment_id}
        problem = refused_by(lambda: decline_request(**act, **form.cleaned_data), form)
        if problem is None:
            return redirect("office_requests")
    with reading(request) as actor:
        return _show(request, actor, appointment_id, no_form=form, problem=problem or "")


def _problem_of(request: HttpRequest, appointment_id: UUID, chosen: list[UUID]) -> str | None:
    act = {"actor": request.actor, "now": request.now, "appointment_id": appointment_id}
    if request.POST.get("answer") == OFFER:
        return refused_by(lambda: offer_times(**act, slot_ids=chosen))
    if len(chosen) != 1:
        return _("Velg den ene tiden pasienten skal ha.")
    return refused_by(lambda: answer_request_with_booking(**act, slot_id=chosen[0]))


def _show(
    request: HttpRequest, actor: Actor, appointment_id: UUID, *, no_form: NoForm | None = None, problem: str = ""
) -> HttpResponse:
    found = appointment_for(actor, appointment_id, now=request.now)
    if not found.status.is_request:
        return redirect("office_visit", appointment_id=appointment_id)
    matching = matching_times(actor, found, now=request.now)
    times = matching or next_times(actor, found, now=request.now)
    page = AnswerPage(
        title=_("Timeønske: %s") % found.service_name,
        who=who(found, request),
        badges=(words.state_badge(found.status), *_deadline(found, request)),
        notice=_("Timeønsket er registrert.") if request.GET.get("nytt") == "registrert" and not problem else "",
        must_call=must_call(found),
        no_choice=refused_by(lambda: check_can_choose(found.reach, by_office=found.by_office)) or "",
        problem=problem,
        wishes=_wishes(found, wishes_of(found), request),
        reason=found.reason,
        form_title=found.form_title,
        answers=found.answers,
        offered=tuple(_offered(each) for each in offered_for(found)),
        suits=bool(matching),
        form=AnswerForm(initial={"slots": request.POST.getlist("slots")}).offer(times),
        no_form=no_form or NoForm(),
        no_action=reverse("office_request_no", args=[appointment_id]),
        readers=readers_of(found, request),
        visibility_href=reverse("office_visit_visibility", args=[appointment_id]),
        back=reverse("office_requests"),
    )
    status = 422 if problem or no_form else 200
    return render(request, "office/calendar/request.html", page, active="calendar", status=status)


def _deadline(found: OfficeAppointment, request: HttpRequest) -> tuple[Badge, ...]:
    if found.status is not AppointmentState.PROPOSED:
        return ()
    return (office_words.deadline(due_after(found.asked_at), request.now),)


def _offered(each: OfferedTime) -> str:
    said = {
        "time": words.from_to(each.start_at, each.end_at),
        "name": each.schedule_name,
        "until": words.at(each.held_until),
    }
    return _("%(time)s hos %(name)s, holdes til %(until)s") % said


def _wishes(found: OfficeAppointment, wishes: Preferences, request: HttpRequest) -> tuple[Fact, ...]:
    days = office_words.together(tuple(str(words.WEEKDAYS[day]).lower() for day in wishes.weekdays))
    parts = office_words.together(tuple(str(PARTS[part]) for part in wishes.parts))
    facts = (
        Fact(_("Født"), office_words.full_date(found.birth_date)),
        Fact(_("Fastlege"), found.gp_name or _("ikke på liste her")),
        Fact(_("Spurt"), office_words.when(found.asked_at, request.now)),
        Fact(_("Skrevet ned av"), found.history[0].by_name if found.by_office and found.history else ""),
        Fact(_("Varsel"), office_words.reach_tag(found.reach)),
        Fact(_("Hvordan"), str(words.MODALITIES[found.modality])),
        Fact(_("Dager"), days or _("alle")),
        Fact(_("Når på dagen"), parts or _("hele dagen")),
        Fact(_("Tidligst"), office_words.full_date(wishes.earliest) if wishes.earliest else ""),
        Fact(_("Senest"), office_words.full_date(wishes.latest) if wishes.latest else ""),
        Fact(_("Ringes på"), phone_text(found.phone), f"tel:{found.phone}") if found.phone else Fact("", ""),
    )
    return tuple(fact for fact in facts if fact.value)


def _note(shown: int, most: int) -> str:
    return _("Her står de første %d. Det kan være flere.") % most if shown == most else ""


def _waiting_row(line: WaitingLine, request: HttpRequest) -> Row:
    cells = (
        office_words.name_and_age(line.patient_name, line.birth_date, request.now),
        line.service_name,
        words.at(line.start_at),
        office_words.full_date(line.earliest) if line.earliest else _("når som helst"),
        str(TURNS[line.priority]),
        office_words.when(line.joined_at, request.now),
    )
    return Row(cells, reverse("office_visit", args=[line.appointment_id]), marked=line.priority > 0)


def _row(line: RequestLine, request: HttpRequest) -> Row:
    state = words.state_badge(line.status)
    due = office_words.deadline(due_after(line.asked_at), request.now)
    waits = line.status is AppointmentState.PROPOSED
    cells = (
        office_words.name_and_age(line.patient_name, line.birth_date, request.now),
        line.service_name,
        str(words.MODALITIES[line.modality]),
        office_words.when(line.asked_at, request.now),
        badge(badge=due) if waits else "",
        badge(badge=state),
    )
    return Row(cells, reverse("office_request", args=[line.id]), marked=waits)
