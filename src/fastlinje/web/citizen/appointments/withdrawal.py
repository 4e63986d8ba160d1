"""Taking back what one asked for."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fastlinje.core.refusal import NotFound, Refused
from fastlinje.scheduling.citizen_queries import appointment_for
from fastlinje.scheduling.commands.withdraw_request import withdraw_request

from ...kit import CITIZEN_APPOINTMENTS, concerning, reading, requires
from ..stopped import stopped
from .page import lead_of
from .question import Question, show_question


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_APPOINTMENTS)
def request_withdrawal(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Ask; POST takes the request back."""
    if request.method != "POST":
        return _show(request, appointment_id)
    try:
        withdraw_request(actor=request.actor, now=request.now, appointment_id=appointment_id)
    except NotFound:
        raise
    except Refused as refusal:
        if response := stopped(request, refusal):
            return response
        with reading(request):
            return _show(request, appointment_id, refusal)
    return redirect(reverse("appointment", args=[appointment_id]) + "?nytt=trukket")


def _show(request: HttpRequest, appointment_id: UUID, refusal: Refused | None = None) -> HttpResponse:
    view = appointment_for(request.actor, appointment_id, now=request.now)
    concerning(request, view.person_id)
    sentence = "" if view.state.is_request else _("Dette timeønsket er allerede besvart eller trukket tilbake.")
    question = Question(
        title=_("Vil du trekke timeønsket tilbake?"),
        lead=lead_of(view),
        sentences=(_("Legekontoret slutter å lete etter en time til deg. Tider de har foreslått, går til andre."),),
        yes=_("Trekk tilbake"),
        no=_("Nei, la det stå"),
        back_href=reverse("appointment", args=[appointment_id]),
        danger=True,
        refused_title=_("Timeønsket kan ikke trekkes tilbake"),
        refused=str(refusal.sentence) if refusal else sentence,
    )
    return show_question(request, question, status=409 if refusal else 200)
