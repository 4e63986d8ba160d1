"""Who besides the office may see a child's or a young person's appointment, or what they asked for."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fastlinje.core.actor import Actor
from fastlinje.scheduling.commands.set_appointment_visibility import set_appointment_visibility
from fastlinje.scheduling.office_queries import appointment_for
from fastlinje.worklist.shielding import marks_of

from ...kit import STAFF, requires
from ..visibility import Walled, visibility
from .visit import visit_title, who


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF)
def office_visit_visibility(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Look, or hide and show."""
    return visibility(
        request,
        "calendar",
        find=lambda actor: _walled(request, actor, appointment_id),
        change=partial(set_appointment_visibility, appointment_id=appointment_id),
        done=reverse("office_visit_visibility", args=[appointment_id]),
    )


def _walled(request: HttpRequest, actor: Actor, appointment_id: UUID) -> Walled:
    found = appointment_for(actor, appointment_id, now=request.now)
    asked = found.status.is_request
    return Walled(
        title=_("Hvem kan se timeønsket") if asked else _("Hvem kan se timen"),
        kicker=visit_title(found),
        lead=who(found, request),
        back=reverse("office_request" if asked else "office_visit", args=[found.id]),
        back_text=_("Tilbake til timeønsket") if asked else _("Tilbake til timen"),
        born=found.birth_date,
        shielded=found.shielded,
        hidden_from_person=found.hidden_from_person,
        by_another=found.by_another,
        refused="",
        marks=marks_of(actor, appointment_id),
    )
