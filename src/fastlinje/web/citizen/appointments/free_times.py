"""Choosing a free time to book."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from fastlinje.core.refusal import Refused
from fastlinje.scheduling.commands.hold_slot import hold_slot

from ...kit import CITIZEN_APPOINTMENTS, reading, requires, uuid_or_none
from .confirmation import show_confirmation
from .listing import not_this_time, show_times, typed


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_APPOINTMENTS)
def free_times(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """The list; POST keeps the chosen time for five minutes."""
    if request.method != "POST":
        return show_times(request, service_id)
    slot_id = uuid_or_none(request.POST.get("slot", ""))
    if slot_id is None:
        return redirect("free_times", service_id=service_id)
    try:
        hold_slot(actor=request.actor, now=request.now, slot_id=slot_id)
    except Refused as refusal:
        return not_this_time(request, service_id, refusal)
    if typed(request):
        with reading(request):
            return show_confirmation(request, slot_id, typed(request))
    return redirect("appointment_confirmation", slot_id=slot_id)
