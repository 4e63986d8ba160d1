"""A young person hides what they have written from their parents, or lets them read it."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from fastlinje.dialogue.commands.shield_own import shield_own

from ...kit import CITIZEN, requires
from ..visibility import hide_or_show


@require_POST
@requires(CITIZEN)
def own_visibility(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """The button on the conversation's page."""
    href = reverse("my_conversation", args=[conversation_id])
    return hide_or_show(request, partial(shield_own, conversation_id=conversation_id), href)
