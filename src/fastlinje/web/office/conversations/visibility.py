"""Who besides the office may read a conversation about a child or a young person."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fastlinje.core.actor import Actor
from fastlinje.dialogue.commands.set_visibility import set_visibility
from fastlinje.dialogue.office_queries import head_for
from fastlinje.worklist.shielding import marks_of

from ...kit import STAFF, requires
from ..visibility import Walled, visibility
from ..worklist import conversation_href, view_named
from .asking import concerning


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF)
def conversation_visibility(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Look, or hide and show."""
    return visibility(
        request,
        "worklist",
        find=lambda actor: _walled(request, actor, conversation_id),
        change=partial(set_visibility, conversation_id=conversation_id),
        done=conversation_href(conversation_id, view_named(""), name="office_visibility"),
    )


def _walled(request: HttpRequest, actor: Actor, conversation_id: UUID) -> Walled:
    found = head_for(actor, conversation_id, now=request.now)
    about = concerning(found, view_named(""), request.now)
    return Walled(
        title=_("Hvem kan lese samtalen"),
        kicker=about.kind,
        lead=about.who,
        back=about.back,
        back_text=_("Tilbake til samtalen"),
        born=found.patient.birth_date,
        shielded=found.shielded,
        hidden_from_person=found.hidden_from_person,
        by_another=found.by_another,
        refused="" if found.is_readable else _("Åpne henvendelsen først."),
        marks=marks_of(actor, conversation_id),
    )
