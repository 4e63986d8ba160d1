"""A young person hides what they have written from their parents, or lets them read it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from fastlinje.core.refusal import NotFound, Refused
from fastlinje.dialogue.commands.shield_own import shield_own

from ...kit import CITIZEN, requires


@require_POST
@requires(CITIZEN)
def own_visibility(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """The button on the conversation's page."""
    shielded = request.POST.get("shielded") == "yes"
    try:
        shield_own(actor=request.actor, now=request.now, conversation_id=conversation_id, shielded=shielded)
    except NotFound:
        raise
    except Refused:
        told = "kontoret"
    else:
        told = "skjult" if shielded else "vist"
    return redirect(f"{reverse('my_conversation', args=[conversation_id])}?nytt={told}")
