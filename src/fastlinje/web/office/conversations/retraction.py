"""Taking back an answer that went to the wrong person."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound
from fastlinje.dialogue.commands.retract_answer import retract_answer
from fastlinje.dialogue.office_queries import conversation_for

from ...components.shapes import Bubble
from ...kit import STAFF, reading, render, requires
from .. import words
from ..worklist import conversation_href, view_named
from .asking import Concerning, concerning, is_post, refused_by


@dataclass(frozen=True)
class RetractionPage:
    """The answer, and what will happen."""

    title: str
    about: Concerning
    bubble: Bubble
    problem: str


@requires(STAFF)
def answer_retraction(request: HttpRequest, conversation_id: UUID, message_id: UUID) -> HttpResponse:
    """Ask, then take it back."""
    if not is_post(request):
        return _show(request, request.actor, conversation_id, message_id)
    problem = refused_by(lambda: retract_answer(actor=request.actor, now=request.now, communication_id=message_id))
    if problem is None:
        return redirect(conversation_href(conversation_id, view_named(""), anchor=f"m-{message_id.hex}"))
    with reading(request) as actor:
        return _show(request, actor, conversation_id, message_id, problem)


def _show(request: HttpRequest, actor: Actor, conversation_id: UUID, message_id: UUID, problem: str = "") -> HttpResponse:
    found = conversation_for(actor, conversation_id, now=request.now)
    message = next((each for each in found.messages if each.id == message_id and each.from_office), None)
    if message is None:
        raise NotFound
    page = RetractionPage(
        title=_("Trekk tilbake svaret"),
        about=concerning(found, view_named(""), request.now),
        bubble=Bubble(message.author, words.when(message.sent_at, request.now), message.text, mine=True, role=message.title),
        problem=problem,
    )
    return render(request, "office/retraction.html", page, active="worklist", status=409 if problem else 200)
