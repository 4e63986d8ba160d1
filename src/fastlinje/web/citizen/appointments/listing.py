"""The list of free times as an answer: first, and again when the chosen one could not be had."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from fastlinje.core.clock import oslo_date
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.practices.queries import ServiceCode, own_office_for
from fastlinje.scheduling.citizen_times import service_choices_for
from fastlinje.scheduling.citizen_views import ServiceLine
from fastlinje.scheduling.rules import check_gate

from ...kit import reading, render, uuid_or_none
from ..stopped import stopped
from .refused import show_refused
from .times_page import booking_purpose, times_page

ANOTHER_TIME = frozenset({"slot_taken", "slot_gone", "in_the_past", "too_late", "too_early", "overlap"})
"""Refusals that choosing another time mends: the list is shown again with the sentence on top."""


def typed(request: HttpRequest) -> dict[str, str]:
    """What the person had written when the time they chose was gone."""
    return {name: request.POST[name] for name in ("reason", "phone") if request.POST.get(name)}


def not_this_time(request: HttpRequest, service_id: UUID, refusal: Refused) -> HttpResponse:
    """Nothing is booked: the way on, with what was typed (AD-64)."""
    if response := stopped(request, refusal):
        return response
    if refusal.code == "not_found":
        raise NotFound
    if refusal.code in ("form_missing", "checkpoint_missing"):
        return redirect("appointment_questions", service_id=service_id)
    with reading(request):
        if refusal.code in ANOTHER_TIME:
            return show_other_times(request, service_id, refusal)
        return show_refused(request, refusal)


def show_other_times(request: HttpRequest, service_id: UUID, refusal: Refused) -> HttpResponse:
    """The list again, with why on top."""
    return show_times(request, service_id, refused=str(refusal.sentence), status=409)


def show_times(request: HttpRequest, service_id: UUID, *, refused: str = "", status: int = 200) -> HttpResponse:
    """The list, or the step that comes before it."""
    office = own_office_for(request.actor)
    if office is None or ServiceCode.APPOINTMENT in office.blocked_on(oslo_date(request.now)):
        return redirect("appointment_start")
    services = service_choices_for(request.actor, office)
    service = next((each for each in services if each.id == service_id), None)
    if service is None:
        raise NotFound
    if before := _other_type(request, service) or _step_before(request, service):
        return before
    if "utlopt" in request.GET:
        refused = _("Du brukte mer enn fem minutter, så timen holdes ikke for deg lenger. Velg en tid på nytt.")
    page = times_page(request, office, service, booking_purpose(service, services), refused=refused, typed=typed(request))
    return render(request, "citizen/appointments/free_times.html", page, active="appointments", status=status)


def _other_type(request: HttpRequest, service: ServiceLine) -> HttpResponse | None:
    """Another type was chosen among the filters: its own list, narrowed down alike."""
    wanted = uuid_or_none(request.GET.get("type", ""))
    if wanted in (None, service.id) or request.method not in ("GET", "HEAD"):
        return None
    kept = {name: request.GET[name] for name in ("tid", "fra") if request.GET.get(name)}
    return redirect(f"{reverse('free_times', args=[wanted])}?{urlencode(kept)}")


def _step_before(request: HttpRequest, service: ServiceLine) -> HttpResponse | None:
    if service.request_only:
        return redirect(f"{reverse('appointment_request')}?type={service.id}")
    return redirect("appointment_questions", service_id=service.id) if must_answer(request, service) else None


def must_answer(request: HttpRequest, service: ServiceLine) -> bool:
    """Whether the office's control questions come first (AD-65)."""
    if service.form is None:
        return False
    try:
        check_gate(service.gate_passed_at, request.now)
    except Refused:
        return True
    return service.answered_form != service.form
