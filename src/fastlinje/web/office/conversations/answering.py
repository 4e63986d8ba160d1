"""Answering, undoing, and what is being written meanwhile."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fastlinje.core.identifiers import IdempotencyKey
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.dialogue.commands.answer import answer
from fastlinje.dialogue.commands.save_answer_draft import save_answer_draft
from fastlinje.dialogue.commands.undo_answer import undo_answer
from fastlinje.dialogue.office_queries import newest_message_id

from ...kit import STAFF, reading, requires
from .. import words
from ..worklist import conversation_href, view_named
from .page import again, show


@requires(STAFF)
def conversation_answer(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Send an answer; the page then offers to undo it, and the next in the list."""
    view = view_named(request.GET.get("vis", ""))
    if request.method != "POST":
        return redirect(conversation_href(conversation_id, view, anchor="svar"))
    text = request.POST.get("text", "")
    try:
        answer(
            actor=request.actor,
            now=request.now,
            key=key_of(request),
            conversation_id=conversation_id,
            text=text,
            closes=request.POST.get("closes") == "yes",
            seen_id=id_in(request.POST.get("seen", "")),
        )
    except NotFound:
        raise
    except Refused as refusal:
        return _again(request, conversation_id, text, refusal)
    return redirect(conversation_href(conversation_id, view, anchor="sendt"))


@requires(STAFF)
def answer_undo(request: HttpRequest, conversation_id: UUID, message_id: UUID) -> HttpResponse:
    """Take an answer back; its text stands in the form again."""
    if request.method == "POST":
        try:
            undo_answer(actor=request.actor, now=request.now, communication_id=message_id)
        except NotFound:
            raise
        except Refused as refusal:
            with reading(request) as actor:
                return show(request, actor, conversation_id, view_named(""), problem=refusal.sentence)
    return redirect(conversation_href(conversation_id, view_named(""), anchor="svar"))


@requires(STAFF)
def conversation_draft(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Keep what is being written; asked by the page itself while somebody types."""
    if request.method != "POST":
        return redirect(conversation_href(conversation_id, view_named("")))
    try:
        save_answer_draft(actor=request.actor, now=request.now, conversation_id=conversation_id, text=request.POST.get("text", ""))
    except NotFound:
        raise
    except Refused as refusal:
        return JsonResponse({"error": refusal.sentence}, status=422)
    idle = int((request.actor.session_expires_at - request.now).total_seconds())
    return JsonResponse({"saved_at": words.clock_time(request.now), "idle_seconds": idle})


def key_of(request: HttpRequest) -> IdempotencyKey | None:
    """The form's key, so that a double click acts once."""
    key = request.POST.get("key", "")
    return IdempotencyKey(key) if 10 <= len(key) <= 64 else None


def id_in(text: str) -> UUID | None:
    """A posted id, or None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _again(request: HttpRequest, conversation_id: UUID, text: str, refusal: Refused) -> HttpResponse:
    """The page once more with what was typed. What is newest is named anew, so that reading it is enough to send."""
    with reading(request) as actor:
        form = again(newest_message_id(actor, conversation_id), text)
        problem = ""
        if "text" in refusal.fields:
            form.add_error("text", refusal.sentence)
        else:
            problem = refusal.sentence or _("Svaret ble ikke sendt.")
        return show(request, actor, conversation_id, view_named(request.GET.get("vis", "")), form=form, problem=problem)
