"""Opening and reading a conversation.

Opening is an act the patient sees, so it is a POST; the page itself only reads, and records that it was read. Until
somebody has opened it, the page shows whom it concerns and nothing of what they wrote.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from fastlinje.core.refusal import Refused
from fastlinje.dialogue.commands.open_conversation import open_conversation
from fastlinje.dialogue.presence import note_presence

from ...kit import STAFF, reading, requires
from .. import words
from ..worklist import conversation_href, view_named
from .page import show


@require_safe
@requires(STAFF)
def conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """One conversation."""
    return show(request, request.actor, conversation_id, view_named(request.GET.get("vis", "")))


@requires(STAFF)
def conversation_opening(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Open it, then read it."""
    view = view_named(request.GET.get("vis", ""))
    if request.method == "POST":
        try:
            open_conversation(actor=request.actor, now=request.now, conversation_id=conversation_id)
        except Refused as refusal:
            if refusal.code != "withdrawn":
                raise
            with reading(request) as actor:
                return show(request, actor, conversation_id, view, problem=refusal.sentence)
    return redirect(conversation_href(conversation_id, view, anchor="page-title"))


@require_safe
@requires(STAFF, poll=True)
def conversation_presence(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Who else has it open; asked by the page itself."""
    return JsonResponse({"text": words.present(note_presence(request.actor, conversation_id, now=request.now))})
