"""Closing without another answer, and the mark «ført i journal»."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from fastlinje.dialogue.commands.close_unanswered import close_unanswered
from fastlinje.dialogue.commands.mark_journaled import mark_journaled

from ...kit import STAFF, reading, requires
from ..worklist import conversation_href, view_named
from .answering import id_in
from .asking import is_post, refused_by
from .page import show


@requires(STAFF)
def conversation_closing(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Close it."""
    return _act(
        request,
        conversation_id,
        lambda: close_unanswered(
            actor=request.actor,
            now=request.now,
            conversation_id=conversation_id,
            seen_id=id_in(request.POST.get("seen", "")),
        ),
    )


@requires(STAFF)
def conversation_journal(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Say that it is entered in the medical record, or that it is not."""
    journaled = request.POST.get("journaled") == "yes"
    return _act(
        request,
        conversation_id,
        lambda: mark_journaled(actor=request.actor, now=request.now, conversation_id=conversation_id, journaled=journaled),
    )


def _act(request: HttpRequest, conversation_id: UUID, act: object) -> HttpResponse:
    view = view_named(request.GET.get("vis", ""))
    problem = refused_by(act) if is_post(request) else None
    if problem is None:
        return redirect(conversation_href(conversation_id, view, anchor="sendt"))
    with reading(request) as actor:
        return show(request, actor, conversation_id, view, problem=problem)
