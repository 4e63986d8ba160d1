"""A young person hides an appointment or a request from their parents, or lets them see it."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from fastlinje.scheduling.commands.shield_own_appointment import shield_own_appointment

from ...kit import CITIZEN_APPOINTMENTS, requires
from ..visibility import hide_or_show


@require_POST
@requires(CITIZEN_APPOINTMENTS)
def own_appointment_visibility(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The button on the appointment's page."""
    href = reverse("appointment", args=[appointment_id])
    return hide_or_show(request, partial(shield_own_appointment, appointment_id=appointment_id), href)
