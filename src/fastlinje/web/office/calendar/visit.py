"""One appointment: who comes, for what, and what can be done with it."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from fastlinje.core.clock import oslo_date
from fastlinje.questionnaires.engine.narrative import AnsweredSection
from fastlinje.scheduling.commands.keep_appointment import keep_appointment
from fastlinje.scheduling.commands.mark_appointment import mark_appointment
from fastlinje.scheduling.commands.set_priority import set_priority
from fastlinje.scheduling.office_queries import appointment_for
from fastlinje.scheduling.office_views import HistoryLine, OfficeAppointment
from fastlinje.scheduling.states import AppointmentState, EndReason

from ...components.shapes import Badge, Fact
from ...frame import phone_text
from ...kit import STAFF, reading, render, requires
from .. import words as office_words
from ..conversations.asking import refused_by
from ..visibility import readers
from . import words
from .blocks import anchor_of
from .places import back_from, day_href

A = AppointmentState

NOTICES = {
    "bestilt": gettext_lazy("Timen er bestilt."),
    "flyttet": gettext_lazy("Timen er flyttet."),
    "avlyst": gettext_lazy("Timen er avlyst."),
    "star": gettext_lazy("Timen står."),
}


@dataclass(frozen=True)
class Mark:
    """Something that can be noted of an appointment."""

    status: str
    text: str
    variant: str


TURNS = (gettext_lazy("I tur og orden"), gettext_lazy("Før de andre"), gettext_lazy("Først av alle"))


class WaitingForm(forms.Form):
    """How soon somebody on the waiting list is offered an earlier time."""

    priority = forms.TypedChoiceField(
        label=gettext_lazy("Når noen avbestiller"),
        coerce=int,
        choices=[(str(number), text) for number, text in enumerate(TURNS)],
    )


@dataclass(frozen=True)
class VisitPage:
    """Everything about one appointment. `history` is lines of text, oldest first.

    has_left  the patient has another GP now; `keep_action` is there until somebody has said that the time stands
    """

    title: str
    who: str
    notice: str
    must_call: str
    problem: str
    has_left: bool
    keep_action: str
    badge: Badge
    facts: tuple[Fact, ...]
    reason: str
    form_title: str
    answers: tuple[AnsweredSection, ...]
    end_text: str
    history: tuple[str, ...]
    marks: tuple[Mark, ...]
    mark_action: str
    waiting: WaitingForm | None
    waiting_action: str
    late: str
    late_text: str
    late_action: str
    move_href: str
    cancel_href: str
    readers: str
    visibility_href: str
    back: str


@require_safe
@requires(STAFF)
def office_visit(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The appointment, opened."""
    found = appointment_for(request.actor, appointment_id, now=request.now)
    if found.status.is_request:
        return redirect("office_request", appointment_id=appointment_id)
    return show_visit(request, found)


@require_POST
@requires(STAFF)
def office_visit_mark(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Note that they came, did not come, or are done; or take the note back. Goes back to where it was pressed."""
    problem = refused_by(
        lambda: mark_appointment(
            actor=request.actor, now=request.now, appointment_id=appointment_id, status=request.POST.get("status", "")
        )
    )
    with reading(request) as actor:
        found = appointment_for(actor, appointment_id, now=request.now)
        if problem:
            return show_visit(request, found, problem)
    if "fra" in request.POST and found.start_at:
        return redirect(back_from(request, oslo_date(found.start_at), anchor=anchor_of(found.id)))
    return redirect("office_visit", appointment_id=appointment_id)


@require_POST
@requires(STAFF)
def office_visit_keep(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Let the time stand for somebody who has another GP now."""
    problem = refused_by(lambda: keep_appointment(actor=request.actor, now=request.now, appointment_id=appointment_id))
    if problem:
        with reading(request) as actor:
            return show_visit(request, appointment_for(actor, appointment_id, now=request.now), problem)
    return redirect(reverse("office_visit", args=[appointment_id]) + "?nytt=star")


@require_POST
@requires(STAFF)
def office_visit_priority(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Let somebody who waits for an earlier time go before others."""
    form = WaitingForm(request.POST)
    if form.is_valid():
        priority = form.cleaned_data["priority"]
        set_priority(actor=request.actor, now=request.now, appointment_id=appointment_id, priority=priority)
    return redirect("office_visit", appointment_id=appointment_id)


def visit_title(found: OfficeAppointment) -> str:
    """«Konsultasjon mandag 23. november 2026 kl. 08.20–08.40»."""
    if found.start_at is None or found.end_at is None:
        return found.service_name
    return f"{found.service_name}, {words.from_to(found.start_at, found.end_at)}"


def who(found: OfficeAppointment, request: HttpRequest) -> str:
    """«Kari Nordmann, 42 år»."""
    return office_words.name_and_age(found.patient_name, found.birth_date, request.now)


def readers_of(found: OfficeAppointment, request: HttpRequest) -> str:
    """Who besides the office may see it; nothing for the grown."""
    walls = {"shielded": found.shielded, "hidden_from_person": found.hidden_from_person}
    return readers(**walls, born=found.birth_date, now=request.now)


def show_visit(request: HttpRequest, found: OfficeAppointment, problem: str = "") -> HttpResponse:
    """Its page, with why something could not be done."""
    coming = found.status is A.BOOKED
    page = VisitPage(
        title=visit_title(found),
        who=who(found, request),
        notice=str(NOTICES.get(request.GET.get("nytt", ""), "")),
        must_call=_must_call(found, request),
        problem=problem,
        has_left=coming and found.has_left,
        keep_action=reverse("office_visit_keep", args=[found.id]) if found.to_settle else "",
        badge=words.state_badge(found.status),
        facts=_facts(found, request),
        reason=found.reason,
        form_title=found.form_title,
        answers=found.answers,
        end_text=found.end_text,
        history=_history(found.history),
        marks=_marks(found, request),
        mark_action=reverse("office_visit_mark", args=[found.id]),
        waiting=WaitingForm(initial={"priority": found.priority}) if found.waits else None,
        waiting_action=reverse("office_visit_priority", args=[found.id]),
        late="no" if found.cancelled_late else "yes",
        late_text=_("Fjern merket «for sent»") if found.cancelled_late else _("Merk som avbestilt for sent"),
        late_action=reverse("office_visit_late", args=[found.id]) if found.status is A.CANCELLED and found.start_at else "",
        move_href=reverse("office_visit_move", args=[found.id]) if coming else "",
        cancel_href=reverse("office_visit_cancel", args=[found.id]) if coming else "",
        readers=readers_of(found, request),
        visibility_href=reverse("office_visit_visibility", args=[found.id]),
        back=day_href(oslo_date(found.start_at)) + f"#{anchor_of(found.id)}" if found.start_at else reverse("office_calendar"),
    )
    return render(request, "office/calendar/visit.html", page, active="calendar", status=409 if problem else 200)


def must_call(found: OfficeAppointment) -> str:
    """That the office has to tell the patient itself; nothing when a notice does."""
    return str(office_words.REACH_SENTENCES[found.reach]) if found.reach.must_be_called else ""


def _must_call(found: OfficeAppointment, request: HttpRequest) -> str:
    """What the office has to do itself after a change of a time that is still to come."""
    changed = request.GET.get("nytt", "") in NOTICES and found.start_at and found.start_at > request.now
    return must_call(found) if changed else ""


def _facts(found: OfficeAppointment, request: HttpRequest) -> tuple[Fact, ...]:
    facts = (
        Fact(_("Født"), office_words.full_date(found.birth_date)),
        Fact(_("Fastlege"), found.gp_name or _("ikke på liste her")),
        Fact(_("Hos"), found.schedule_name),
        Fact(_("Hvordan"), str(words.MODALITIES[found.modality])),
        Fact(_("Varsel"), office_words.reach_tag(found.reach)),
        Fact(_("Ringes på"), phone_text(found.phone), f"tel:{found.phone}") if found.phone else Fact("", ""),
        Fact(_("Sperring"), _("Se eller registrer"), reverse("office_blocks", args=[found.patient_id])),
        Fact(_("Bestilt av"), _("kontoret") if found.by_office else _first_name(found)),
        Fact(_("Kan avbestilles til"), words.at(found.cancel_by)) if found.cancel_by else Fact("", ""),
        Fact(_("Avbestilling"), _("Avbestilt for sent")) if found.cancelled_late else Fact("", ""),
        Fact(_("Venteliste"), _("Vil ha tidligere time")) if found.waits else Fact("", ""),
    )
    return tuple(fact for fact in facts if fact.value)


def _first_name(found: OfficeAppointment) -> str:
    return found.history[0].by_name if found.history else ""


def _history(lines: tuple[HistoryLine, ...]) -> tuple[str, ...]:
    return tuple(_line(line, before) for before, line in zip((None, *lines), lines, strict=False))


def _happened(line: HistoryLine, before: HistoryLine | None) -> str:
    """What a line means depends on the one before: booked, moved, or a mark that was taken back."""
    if line.status is A.BOOKED and before and before.status is A.BOOKED:
        return _("Flyttet")
    if line.status is A.BOOKED:
        return _("Bestilt") if before is None or before.status.is_request else _("Merket er tatt tilbake")
    return str(words.STATES[line.status][0])


def _line(line: HistoryLine, before: HistoryLine | None) -> str:
    said = _("%(state)s %(when)s av %(name)s") % {
        "state": _happened(line, before),
        "when": words.at(line.entered_at),
        "name": line.by_name,
    }
    reason = dict(EndReason.choices).get(line.reason, "")
    return f"{said}. {reason}." if reason else f"{said}."


def _marks(found: OfficeAppointment, request: HttpRequest) -> tuple[Mark, ...]:
    """What can be noted now: arrivals on the day itself, the rest when the time has begun."""
    if found.start_at is None:
        return ()
    begun = found.start_at <= request.now
    on_the_day = oslo_date(found.start_at) <= oslo_date(request.now)
    offered = {
        A.BOOKED: (
            *((Mark(A.ARRIVED, _("Har møtt"), "primary"),) if on_the_day else ()),
            *((Mark(A.NO_SHOW, _("Møtte ikke"), "secondary"),) if begun else ()),
        ),
        A.ARRIVED: (Mark(A.FULFILLED, _("Ferdig"), "primary"), Mark(A.BOOKED, _("Har ikke møtt likevel"), "tertiary")),
        A.FULFILLED: (Mark(A.ARRIVED, _("Ikke ferdig likevel"), "tertiary"),),
        A.NO_SHOW: (Mark(A.ARRIVED, _("Har møtt likevel"), "secondary"),),
    }
    return offered.get(found.status, ())
