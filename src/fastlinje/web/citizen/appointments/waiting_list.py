"""Being told when an earlier time is free: on the list, and off it."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fastlinje.core.refusal import NotFound, Refused
from fastlinje.scheduling.citizen_queries import appointment_for
from fastlinje.scheduling.citizen_views import AppointmentView
from fastlinje.scheduling.commands.join_waiting_list import join_waiting_list
from fastlinje.scheduling.commands.leave_waiting_list import leave_waiting_list
from fastlinje.scheduling.rules import check_goes_round

from ...kit import CITIZEN_APPOINTMENTS, concerning, reading, requires
from ..stopped import stopped
from . import words
from .page import can_cancel, lead_of
from .question import Question, show_question


class WaitingForm(forms.Form):
    """What earlier time would do."""

    only_this = forms.BooleanField(required=False)
    earliest = forms.DateField(required=False, error_messages={"invalid": gettext_lazy("Skriv datoen slik: 24.11.2026.")})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_APPOINTMENTS)
def waiting_list(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Ask; POST joins (with `earliest`) or leaves, whichever the page showed."""
    if request.method != "POST":
        return _show(request, appointment_id)
    form = WaitingForm(request.POST)
    if not form.is_valid():
        with reading(request):
            return _show(request, appointment_id, form=form, status=422)
    try:
        notice = _act(request, appointment_id, form)
    except NotFound:
        raise
    except Refused as refusal:
        return _not_done(request, appointment_id, form, refusal)
    return redirect(reverse("appointment", args=[appointment_id]) + f"?nytt={notice}")


def _act(request: HttpRequest, appointment_id: UUID, form: WaitingForm) -> str:
    if "earliest" not in request.POST:
        leave_waiting_list(actor=request.actor, now=request.now, appointment_id=appointment_id)
        return "venter-ikke"
    wishes = {"earliest": form.cleaned_data["earliest"], "only_this_clinician": form.cleaned_data["only_this"]}
    join_waiting_list(actor=request.actor, now=request.now, appointment_id=appointment_id, **wishes)
    return "venter"


def _not_done(request: HttpRequest, appointment_id: UUID, form: WaitingForm, refusal: Refused) -> HttpResponse:
    if response := stopped(request, refusal):
        return response
    with reading(request):
        if "earliest" in refusal.fields:
            form.add_error("earliest", refusal.sentence)
            return _show(request, appointment_id, form=form, status=422)
        return _show(request, appointment_id, refusal=refusal, status=409)


def _show(
    request: HttpRequest,
    appointment_id: UUID,
    *,
    form: WaitingForm | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    view = appointment_for(request.actor, appointment_id, now=request.now)
    concerning(request, view.person_id)
    refused = str(refusal.sentence) if refusal else _why_not(view, request)
    question = _leave(request, view, refused) if view.waits else _join(request, view, form or WaitingForm(), refused)
    return show_question(request, question, status=status)


def _why_not(view: AppointmentView, request: HttpRequest) -> str:
    if not can_cancel(view, request.now):
        return _("Denne timen kan ikke endres her.")
    try:
        check_goes_round(view.service)
    except Refused as refusal:
        return "" if view.waits else str(refusal.sentence)
    return ""


def _join(request: HttpRequest, view: AppointmentView, form: WaitingForm, refused: str) -> Question:
    return Question(
        title=_("Vil du ha beskjed om en tidligere time?"),
        lead=f"{words.when_it_is(view.start_at, request.now)}. {lead_of(view)}." if view.start_at else lead_of(view),
        sentences=(
            _("Du beholder timen du har. Blir en tidligere time ledig, får du beskjed på e-post eller SMS."),
            _("Da holdes den for deg en kort stund, vanligvis 30 minutter. Svarer du ikke, går den til en annen."),
        ),
        yes=_("Sett meg på ventelisten"),
        no=_("Nei"),
        back_href=reverse("appointment", args=[view.id]),
        refused_title=_("Du kan ikke stå på ventelisten"),
        refused=refused,
        form=form,
        clinician=view.schedule_name,
    )


def _leave(request: HttpRequest, view: AppointmentView, refused: str) -> Question:
    return Question(
        title=_("Vil du av ventelisten?"),
        lead=f"{words.when_it_is(view.start_at, request.now)}. {lead_of(view)}." if view.start_at else lead_of(view),
        sentences=(_("Du beholder timen du har, men får ikke beskjed om tidligere timer."),),
        yes=_("Ta meg av ventelisten"),
        no=_("Nei, la meg stå"),
        back_href=reverse("appointment", args=[view.id]),
        refused_title=_("Dette kan ikke endres"),
        refused=refused,
    )
