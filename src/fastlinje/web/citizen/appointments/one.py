"""One appointment: its page, its receipt, and the file for the person's calendar."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fastlinje.core.refusal import NotFound
from fastlinje.scheduling.citizen_queries import appointment_for
from fastlinje.scheduling.citizen_views import AppointmentView

from ...components.shapes import Fact
from ...kit import CITIZEN_APPOINTMENTS, concerning, render, requires
from .calendar_file import CalendarEvent, calendar_file
from .page import appointment_page, facts, is_coming, lead_of, meeting_note, terms_of, title_of


@dataclass(frozen=True)
class ReceiptPage:
    """`next` is what happens now, a sentence each."""

    title: str
    lead: str
    meeting_note: str
    facts: tuple[Fact, ...]
    next: tuple[str, ...]
    calendar_href: str
    see: str
    appointment_href: str
    overview_href: str


@require_safe
@requires(CITIZEN_APPOINTMENTS)
def appointment(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """A time, or what was asked for."""
    view = appointment_for(request.actor, appointment_id, now=request.now)
    concerning(request, view.person_id)
    page = appointment_page(view, actor=request.actor, now=request.now, notice=request.GET.get("nytt", ""))
    return render(request, "citizen/appointments/appointment.html", page, active="appointments")


@require_safe
@requires(CITIZEN_APPOINTMENTS)
def appointment_receipt(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Kvittering. Whoever comes back when it was called off or is over, sees how it stands."""
    view = appointment_for(request.actor, appointment_id, now=request.now)
    concerning(request, view.person_id)
    coming = is_coming(view, request.now)
    if not (coming or view.state.is_request):
        return redirect("appointment", appointment_id=appointment_id)
    page = ReceiptPage(
        title=_("Timen er bestilt") if coming else _("Timeønsket er sendt"),
        lead=f"{title_of(view, request.now)}. {lead_of(view)}." if coming else lead_of(view),
        meeting_note=meeting_note(view, request.now) if coming else "",
        facts=facts(view, request.now),
        next=_booked(view, request) if coming else _asked(),
        calendar_href=reverse("appointment_calendar", args=[view.id]) if coming else "",
        see=_("Se timen") if coming else _("Se timeønsket"),
        appointment_href=reverse("appointment", args=[view.id]),
        overview_href=reverse("appointments"),
    )
    return render(request, "citizen/appointments/receipt.html", page, active="appointments")


@require_safe
@requires(CITIZEN_APPOINTMENTS)
def appointment_calendar(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The .ics file of a coming appointment (AD-08)."""
    view = appointment_for(request.actor, appointment_id, now=request.now)
    if not is_coming(view, request.now):
        raise NotFound
    response = HttpResponse(calendar_file(_event(view)), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="time.ics"'
    return response


def _booked(view: AppointmentView, request: HttpRequest) -> tuple[str, ...]:
    reminded = _("Du får en bekreftelse på e-post eller SMS, og en påminnelse før timen. Der står det ingenting om helse.")
    return (reminded, *terms_of(view, request.now))


def _asked() -> tuple[str, ...]:
    return (
        _("Legekontoret finner en time til deg, foreslår tider, eller forklarer hvorfor det ikke går."),
        _("Du får beskjed på e-post eller SMS når de har svart. Der står det ingenting om helse."),
        _("Blir du verre, må du ringe."),
    )


def _event(view: AppointmentView) -> CalendarEvent:
    summaries = {
        "in-person": _("Time hos %s"),
        "video": _("Videotime hos %s"),
        "phone": _("%s ringer deg"),
    }
    return CalendarEvent(
        appointment_id=view.id,
        start_at=view.start_at,
        end_at=view.end_at,
        summary=summaries[view.modality] % view.office,
        place=view.office_address if view.modality == "in-person" else "",
        note=_("Logg inn på Fastlinje for å se, flytte eller avbestille timen: %s") % settings.ENVIRONMENT.base_url,
        changed_at=view.changed_at,
    )
