"""Calling an appointment off."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from fastlinje.core.actor import Actor
from fastlinje.notifications.rules import settled_at
from fastlinje.scheduling.commands.cancel_for_patient import cancel_for_patient, mark_late_cancellation
from fastlinje.scheduling.office_queries import appointment_for
from fastlinje.scheduling.rules import END_TEXT_MAX_CHARS, is_late
from fastlinje.scheduling.states import AppointmentState

from ...kit import STAFF, reading, render, requires
from ..conversations.asking import is_post, refused_by
from .visit import must_call, show_visit, visit_title, who

BY_PATIENT, BY_OFFICE = "pasienten", "kontoret"


class CancelForm(forms.Form):
    """Who wants it off, and what the patient shall read."""

    by = forms.ChoiceField(
        label=gettext_lazy("Hvem avlyser?"),
        choices=[(BY_OFFICE, gettext_lazy("Kontoret")), (BY_PATIENT, gettext_lazy("Pasienten har ringt eller skrevet"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hvem som avlyser.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Beskjed til pasienten"),
        help_text=gettext_lazy("Pasienten leser den når de logger inn. Den står ikke i varselet."),
        required=False,
        max_length=END_TEXT_MAX_CHARS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": gettext_lazy("Teksten er for lang.")},
    )


@dataclass(frozen=True)
class CancelPage:
    """The question. `late` is said when the patient's own deadline has passed; `soon` when they are told at once."""

    title: str
    who: str
    what: str
    late: bool
    soon: bool
    must_call: str
    form: CancelForm
    problem: str
    move_href: str
    back: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF)
def office_visit_cancel(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Ask; POST calls it off."""
    if not is_post(request):
        return _show(request, request.actor, appointment_id, CancelForm())
    form = CancelForm(request.POST)
    problem: str | None = ""
    if form.is_valid():
        by_patient, text = form.cleaned_data["by"] == BY_PATIENT, form.cleaned_data["text"]
        act = {"actor": request.actor, "now": request.now, "appointment_id": appointment_id}
        problem = refused_by(lambda: cancel_for_patient(**act, by_patient=by_patient, text=text), form)
        if problem is None:
            return redirect(reverse("office_visit", args=[appointment_id]) + "?nytt=avlyst")
    with reading(request) as actor:
        return _show(request, actor, appointment_id, form, problem or "")


@require_POST
@requires(STAFF)
def office_visit_late(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Note that a cancellation was late, or that it was not."""
    late = request.POST.get("late") == "yes"
    act = {"actor": request.actor, "now": request.now, "appointment_id": appointment_id}
    problem = refused_by(lambda: mark_late_cancellation(**act, late=late))
    if problem is None:
        return redirect("office_visit", appointment_id=appointment_id)
    with reading(request) as actor:
        return show_visit(request, appointment_for(actor, appointment_id, now=request.now), problem)


def _show(request: HttpRequest, actor: Actor, appointment_id: UUID, form: CancelForm, problem: str = "") -> HttpResponse:
    found = appointment_for(actor, appointment_id, now=request.now)
    if found.status is not AppointmentState.BOOKED:
        return redirect("office_visit", appointment_id=appointment_id)
    page = CancelPage(
        title=_("Avlys timen"),
        who=who(found, request),
        what=visit_title(found),
        late=is_late(found.cancel_by, request.now),
        soon=settled_at(found.start_at, request.now) == request.now,
        must_call=must_call(found),
        form=form,
        problem=problem,
        move_href=reverse("office_visit_move", args=[appointment_id]),
        back=reverse("office_visit", args=[appointment_id]),
    )
    return render(request, "office/calendar/cancel.html", page, active="calendar", status=422 if form.is_bound else 200)
