"""Cancelling a time: what it may cost, and then doing it."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fastlinje.core.refusal import NotFound, Refused
from fastlinje.scheduling.citizen_queries import appointment_for
from fastlinje.scheduling.citizen_views import AppointmentView
from fastlinje.scheduling.commands.cancel_appointment import cancel_appointment
from fastlinje.scheduling.rules import check_can_cancel, is_late

from ...frame import phone_text
from ...kit import CITIZEN_APPOINTMENTS, concerning, reading, render, requires
from ..stopped import stopped
from . import words
from .costs import cost_of, fee_now
from .page import can_move, lead_of


class CancellationForm(forms.Form):
    """After the deadline the person says that they know what it may cost."""

    accepts_fee = forms.BooleanField(required=False)


@dataclass(frozen=True)
class CancellationPage:
    """`late` is what it may cost now, "" before the deadline; `refused` why it can't be done here."""

    title: str
    lead: str
    refused: str
    late: str
    in_time: str
    form: CancellationForm
    back_href: str
    move_href: str
    office: str
    phone: str
    phone_text: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_APPOINTMENTS)
def appointment_cancellation(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Ask; POST cancels. Late ones only with a tick for the fee, also when the deadline passed while the page was open."""
    if request.method != "POST":
        return _show(request, appointment_id)
    with reading(request):
        view = appointment_for(request.actor, appointment_id, now=request.now)
        if is_late(view.cancel_by, request.now) and "accepts_fee" not in request.POST and not _why_not(view, request):
            return _show(request, appointment_id, unticked=True)
    try:
        cancel_appointment(actor=request.actor, now=request.now, appointment_id=appointment_id)
    except NotFound:
        raise
    except Refused as refusal:
        return _not_cancelled(request, appointment_id, refusal)
    return redirect(reverse("appointment", args=[appointment_id]) + "?nytt=avbestilt")


def _not_cancelled(request: HttpRequest, appointment_id: UUID, refusal: Refused) -> HttpResponse:
    if response := stopped(request, refusal):
        return response
    if refusal.code == "already_cancelled":  # a second press is as good as the first
        return redirect(reverse("appointment", args=[appointment_id]) + "?nytt=avbestilt")
    with reading(request):
        return _show(request, appointment_id, refusal)


def _show(request: HttpRequest, appointment_id: UUID, refusal: Refused | None = None, *, unticked: bool = False) -> HttpResponse:
    view = appointment_for(request.actor, appointment_id, now=request.now)
    concerning(request, view.person_id)
    form = CancellationForm({})
    if unticked:
        form.add_error("accepts_fee", _("Kryss av for at du forstår at du kan få gebyr."))
    page = CancellationPage(
        title=_("Vil du avbestille timen?"),
        lead=f"{words.when_it_is(view.start_at, request.now)}. {lead_of(view)}." if view.start_at else lead_of(view),
        refused=str(refusal.sentence) if refusal else _why_not(view, request),
        late=_late(view, request),
        in_time=_("Du er innenfor fristen, så det koster ingenting. Timen går til noen andre med en gang."),
        form=form,
        back_href=reverse("appointment", args=[appointment_id]),
        move_href=_move_href(view, request),
        office=view.office,
        phone=view.office_phone,
        phone_text=phone_text(view.office_phone),
    )
    status = 409 if refusal else 422 if unticked else 200
    return render(request, "citizen/appointments/cancellation.html", page, active="appointments", status=status)


def _move_href(view: AppointmentView, request: HttpRequest) -> str:
    is_theirs = view.person_id == request.actor.subject_id
    return reverse("appointment_move", args=[view.id]) if is_theirs and can_move(view, request.now) else ""


def _why_not(view: AppointmentView, request: HttpRequest) -> str:
    try:
        check_can_cancel(view.state, view.start_at, request.now)
    except Refused as refusal:
        return str(refusal.sentence)
    return ""


def _late(view: AppointmentView, request: HttpRequest) -> str:
    if not is_late(view.cancel_by, request.now):
        return ""
    cost = cost_of(view.start_at, is_specialist=view.is_specialist, birth_date=view.birth_date)
    deadline = words.at(view.cancel_by, request.now)
    return " ".join((_("Fristen var %s.") % deadline, fee_now(cost), _("Avbestill likevel, så får noen andre timen.")))
