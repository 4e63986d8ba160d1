"""Taking a question back."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fastlinje.core.refusal import NotFound, Refused
from fastlinje.dialogue.citizen_queries import conversation_for
from fastlinje.dialogue.citizen_views import ConversationView
from fastlinje.dialogue.commands.withdraw import withdraw
from fastlinje.dialogue.rules import check_can_withdraw

from ...kit import CITIZEN, concerning, reading, render, requires


@dataclass(frozen=True)
class WithdrawalPage:
    """Ask before it is done; `refused` is why it can't be."""

    title: str
    subject: str
    refused: str
    back_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN)
def withdrawal(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Ask; POST takes the question back if nobody has opened it."""
    if request.method != "POST":
        return _show(request, conversation_id)
    try:
        withdraw(actor=request.actor, now=request.now, conversation_id=conversation_id)
    except NotFound:
        raise
    except Refused as refusal:
        with reading(request):
            return _show(request, conversation_id, refusal)
    return redirect(reverse("my_conversation", args=[conversation_id]) + "?nytt=trukket")


def _show(request: HttpRequest, conversation_id: UUID, refusal: Refused | None = None) -> HttpResponse:
    view = conversation_for(request.actor, conversation_id, now=request.now)
    concerning(request, view.person_id)
    page = WithdrawalPage(
        title=_("Vil du trekke tilbake spørsmålet?"),
        subject=view.subject,
        refused=str(refusal.sentence) if refusal else _why_not(view),
        back_href=reverse("my_conversation", args=[conversation_id]),
    )
    return render(request, "citizen/conversations/withdrawal.html", page, active="inbox", status=409 if refusal else 200)


def _why_not(view: ConversationView) -> str:
    try:
        check_can_withdraw(view.state)
    except Refused as refusal:
        return str(refusal.sentence)
    return ""
