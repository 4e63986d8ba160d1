"""Reading a conversation."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fastlinje.core.identifiers import new_idempotency_key
from fastlinje.dialogue.citizen_queries import conversation_for, file_for

from ...kit import CITIZEN, concerning, render, requires
from ..files import serve
from .page import conversation_page


@require_safe
@requires(CITIZEN)
def my_conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """All that was said, where it stands, and what can be done now. Opening it is recorded and marks it as read."""
    view = conversation_for(request.actor, conversation_id, now=request.now)
    concerning(request, view.person_id)
    page = conversation_page(
        view, actor=request.actor, now=request.now, key=new_idempotency_key(), notice=request.GET.get("nytt", "")
    )
    return render(request, "citizen/conversations/conversation.html", page, active="inbox")


@require_safe
@requires(CITIZEN)
def my_file(request: HttpRequest, conversation_id: UUID, file_id: UUID) -> HttpResponse:
    """A file that was sent in a conversation, as a download."""
    return serve(file_for(request.actor, conversation_id, file_id, now=request.now))
