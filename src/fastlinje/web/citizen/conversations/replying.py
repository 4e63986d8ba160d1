"""Writing back while the conversation is open."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from fastlinje.core.identifiers import IdempotencyKey, new_idempotency_key
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.dialogue.citizen_queries import conversation_for
from fastlinje.dialogue.commands.discard_draft import discard_draft
from fastlinje.dialogue.commands.reply import reply as send_reply
from fastlinje.dialogue.commands.save_reply_draft import save_reply_draft

from ...kit import CITIZEN, concerning, reading, render, requires
from .. import files
from ..autosaved import autosaved, not_saved
from ..stopped import stopped
from .page import conversation_page


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN)
def reply(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Send the reply. Other buttons: later, upload, remove_attachment. The form itself stands on the conversation's page."""
    if request.method != "POST":
        return _back(conversation_id)
    uploads = request.FILES.getlist("files")
    try:
        if "later" in request.POST:
            _save(request, conversation_id)
            return _back(conversation_id, "?nytt=lagret")
        if "remove_attachment" in request.POST:
            _save(request, conversation_id)
            _remove(request)
            return _back(conversation_id, "#files")
        if uploads or "upload" in request.POST:
            return _upload(request, conversation_id, uploads)
        return _send(request, conversation_id)
    except NotFound:
        raise
    except Refused as refusal:
        return _again(request, conversation_id, refusal)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN)
def reply_autosave(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Our script keeps what is written."""
    if request.method != "POST":
        return _back(conversation_id)
    try:
        _save(request, conversation_id)
    except NotFound:
        raise
    except Refused as refusal:
        return not_saved(refusal)
    return autosaved(request)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN)
def reply_upload(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Our script adds one file."""
    if request.method != "POST":
        return _back(conversation_id)
    return files.answer_upload(request, conversation_id)


@require_POST
@requires(CITIZEN)
def reply_cancel(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Throw away what was being written. Gone already is as good."""
    try:
        discard_draft(actor=request.actor, now=request.now, conversation_id=conversation_id)
    except Refused as refusal:
        if refusal.code != "draft_gone":
            raise
    return _back(conversation_id, "?nytt=slettet")


def _back(conversation_id: UUID, rest: str = "#svar") -> HttpResponse:
    return redirect(reverse("my_conversation", args=[conversation_id]) + rest)


def _save(request: HttpRequest, conversation_id: UUID) -> None:
    save_reply_draft(actor=request.actor, now=request.now, conversation_id=conversation_id, text=request.POST.get("text", ""))


def _remove(request: HttpRequest) -> None:
    try:
        for file_id in files.ids([request.POST["remove_attachment"]]):
            files.take_away(request, file_id)
    except NotFound:
        pass  # gone already, in another window


def _upload(request: HttpRequest, conversation_id: UUID, uploads: list) -> HttpResponse:
    _save(request, conversation_id)
    problems = files.take(request, uploads, conversation_id)
    if not problems:
        return _back(conversation_id, "#files")
    with reading(request):
        return _show(request, conversation_id, file_problems=problems)


def _send(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    send_reply(
        actor=request.actor,
        now=request.now,
        key=IdempotencyKey(request.POST.get("key", "")[:64]) or new_idempotency_key(),
        conversation_id=conversation_id,
        text=request.POST.get("text", ""),
        files=files.ids(request.POST.getlist("attachment")),
    )
    return _back(conversation_id, "?nytt=svart")


def _again(request: HttpRequest, conversation_id: UUID, refusal: Refused) -> HttpResponse:
    """The page again, with what was typed. A conversation that was closed meanwhile keeps no draft, so the text stands there."""
    if response := stopped(request, refusal):
        return response
    with reading(request):
        return _show(request, conversation_id, refusal=refusal)


def _show(request: HttpRequest, conversation_id: UUID, **about: object) -> HttpResponse:
    view = conversation_for(request.actor, conversation_id, now=request.now)
    concerning(request, view.person_id)
    typed = request.POST.get("text", "")
    page = conversation_page(view, actor=request.actor, now=request.now, typed=typed, key=new_idempotency_key(), **about)
    return render(request, "citizen/conversations/conversation.html", page, active="inbox", status=422)
