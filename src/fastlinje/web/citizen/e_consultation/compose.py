"""Writing and sending the message."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fastlinje.core.refusal import NotFound, Refused
from fastlinje.dialogue.commands.save_draft import save_draft
from fastlinje.dialogue.commands.start_e_consultation import start_e_consultation

from ...addresses import address
from ...kit import CITIZEN, reading, render, requires
from .. import files
from ..autosaved import autosaved, not_saved
from ..kept import show_kept
from ..stopped import stopped
from .compose_page import Context, compose_page, context_for
from .typed import Typed

GO_BACK = {
    "checkpoint_missing": ("e_consultation", "?igjen"),
    "form_missing": ("e_consultation_form", ""),
    "no_gp_here": ("e_consultation", ""),
    "patient_blocked": ("e_consultation", ""),
}
"""Refusals that another step mends; what was typed is in the draft by then."""


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN)
def e_consultation_compose(request: HttpRequest) -> HttpResponse:
    """The message, its files, the price. Buttons: send, later, upload, remove_attachment."""
    if request.method != "POST":
        return _show(request, Typed.from_draft)
    typed = Typed.of(request.POST)
    if "later" in request.POST:
        return _later(request, typed)
    if "remove_attachment" in request.POST:
        return _remove(request, typed)
    uploads = request.FILES.getlist("files")
    if uploads or "upload" in request.POST:
        return _upload(request, typed, uploads)
    return _send(request, typed)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN)
def e_consultation_autosave(request: HttpRequest) -> HttpResponse:
    """Our script keeps what is written; whoever comes here after logging in again is put back at the message."""
    if request.method != "POST":
        return redirect("e_consultation_compose")
    try:
        _save(request, Typed.of(request.POST))
    except Refused as refusal:
        return not_saved(refusal)
    return autosaved(request)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN)
def e_consultation_upload(request: HttpRequest) -> HttpResponse:
    """Our script adds one file."""
    if request.method != "POST":
        return redirect("e_consultation_compose")
    return files.answer_upload(request)


def _save(request: HttpRequest, typed: Typed) -> None:
    save_draft(actor=request.actor, now=request.now, subject=typed.subject, text=typed.text, recipient_id=typed.recipient_id)


def _later(request: HttpRequest, typed: Typed) -> HttpResponse:
    try:
        _save(request, typed)
    except Refused as refusal:
        return _again(request, typed, refusal)
    return redirect(reverse("home") + "?utkast=lagret")


def _remove(request: HttpRequest, typed: Typed) -> HttpResponse:
    try:
        _save(request, typed)
        for file_id in files.ids([request.POST["remove_attachment"]]):
            files.take_away(request, file_id)
    except NotFound:
        pass  # gone already, in another window
    except Refused as refusal:
        return _again(request, typed, refusal)
    return redirect(reverse("e_consultation_compose") + "#files")


def _upload(request: HttpRequest, typed: Typed, uploads: list) -> HttpResponse:
    """Without our script files come with the form. Sending waits until the person has seen them on the page."""
    try:
        _save(request, typed)
    except Refused as refusal:
        return _again(request, typed, refusal)
    problems = files.take(request, uploads)
    if not problems:
        return redirect(reverse("e_consultation_compose") + ("#files" if "upload" in request.POST else "?lagt-ved#files"))
    with reading(request):
        return _show(request, lambda _draft: typed, file_problems=problems, status=422)


def _send(request: HttpRequest, typed: Typed) -> HttpResponse:
    try:
        conversation_id = start_e_consultation(
            actor=request.actor,
            now=request.now,
            key=typed.key,
            recipient_id=typed.recipient_id,
            subject=typed.subject,
            text=typed.text,
            files=typed.files,
            price=typed.accepted_price,
        )
    except Refused as refusal:
        return _not_sent(request, typed, refusal)
    return HttpResponseRedirect(address("receipt", conversation_id))


def _not_sent(request: HttpRequest, typed: Typed, refusal: Refused) -> HttpResponse:
    """Nothing was sent. What was typed goes into the draft, and stands on whatever page comes now (AD-64)."""
    try:
        _save(request, typed)
    except Refused as unsaved:
        return _again(request, typed, unsaved)
    return _again(request, typed, refusal)


def _again(request: HttpRequest, typed: Typed, refusal: Refused) -> HttpResponse:
    if response := stopped(request, refusal):
        return response
    if refusal.code == "draft_gone":
        return show_kept(request, typed.text, refusal)
    if refusal.code in GO_BACK:
        name, query = GO_BACK[refusal.code]
        return redirect(reverse(name) + query)
    with reading(request):
        return _show(request, lambda _draft: typed, refusal=refusal, status=422)


def _show(request: HttpRequest, fill: object, *, status: int = 200, **about: object) -> HttpResponse:
    context = context_for(request)
    if not isinstance(context, Context):
        return context
    page = compose_page(request, context, fill(context.draft), **about)
    return render(request, "citizen/e_consultation/compose.html", page, active="home", status=status)
