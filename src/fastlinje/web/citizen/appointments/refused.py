"""When no other time would help: why, what was written, and the ways on."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from fastlinje.core.refusal import Refused
from fastlinje.practices.queries import own_office_for

from ...frame import phone_text
from ...kit import render


@dataclass(frozen=True)
class RefusedPage:
    """`reason` is what was typed, to copy."""

    title: str
    sentence: str
    reason: str
    request_href: str
    overview_href: str
    start_href: str
    office: str
    phone: str
    phone_text: str


def show_refused(request: HttpRequest, refusal: Refused, *, title: str = "") -> HttpResponse:
    """Nothing is booked or changed."""
    office = own_office_for(request.actor)
    may_ask = refusal.code not in ("too_many_open", "service_off", "patient_blocked")
    page = RefusedPage(
        title=title or _("Timen ble ikke bestilt"),
        sentence=str(refusal.sentence),
        reason=request.POST.get("reason", ""),
        request_href=reverse("appointment_request") if may_ask else "",
        overview_href=reverse("appointments"),
        start_href=reverse("appointment_start"),
        office=office.name if office else "",
        phone=office.phone if office else "",
        phone_text=phone_text(office.phone) if office else "",
    )
    return render(request, "citizen/appointments/refused.html", page, active="appointments", status=409)
