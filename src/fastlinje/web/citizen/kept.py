"""When the draft is gone under somebody's hands, the words are still theirs."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from fastlinje.core.refusal import Refused

from ..kit import render


@dataclass(frozen=True)
class KeptPage:
    """What was typed, to copy."""

    title: str
    sentence: str
    text: str
    inbox_href: str
    home_href: str


def show_kept(request: HttpRequest, text: str, refusal: Refused) -> HttpResponse:
    """Say what happened, and give the text back."""
    page = KeptPage(_("Meldingen ble ikke sendt"), str(refusal.sentence), text, reverse("inbox"), reverse("home"))
    return render(request, "citizen/kept.html", page, active="home", status=409)
