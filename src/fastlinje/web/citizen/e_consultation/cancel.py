"""Throwing the draft away."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fastlinje.core.refusal import Refused
from fastlinje.dialogue.commands.discard_draft import discard_draft

from ...kit import CITIZEN, render, requires


@dataclass(frozen=True)
class CancelPage:
    """Delete, or keep for later?"""

    title: str
    back_href: str
    home_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN)
def e_consultation_cancel(request: HttpRequest) -> HttpResponse:
    """Ask; POST deletes the draft with its files and answers. Gone already is as good."""
    if request.method != "POST":
        page = CancelPage(_("Vil du slette utkastet?"), reverse("e_consultation_compose"), reverse("home") + "?utkast=lagret")
        return render(request, "citizen/e_consultation/cancel.html", page, active="home")
    try:
        discard_draft(actor=request.actor, now=request.now)
    except Refused as refusal:
        if refusal.code != "draft_gone":
            raise
    return redirect(reverse("home") + "?utkast=slettet")
