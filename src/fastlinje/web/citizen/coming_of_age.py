"""The 16th birthday, told calmly at the first login after it: what has changed, and what can be changed. Shown once (F-105)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fastlinje.core.actor import ConsentLevel
from fastlinje.people.commands.read_coming_of_age import read_coming_of_age
from fastlinje.people.growing_up import is_to_be_told

from ..kit import CITIZEN_SELF, render, requires

CHOSEN = {
    ConsentLevel.FULL: gettext_lazy("Foreldrene dine valgte full tilgang for deg. Den gjelder til du velger noe annet."),
    ConsentLevel.BASIS: gettext_lazy("Foreldrene dine valgte basis for deg. Den gjelder til du velger noe annet."),
    ConsentLevel.NONE: gettext_lazy("Foreldrene dine valgte at du ikke skulle bruke Fastlinje. Nå velger du selv."),
    ConsentLevel.UNDECIDED: gettext_lazy("Ingen har valgt for deg hvor mye av Fastlinje du vil bruke. Det gjør du selv nå."),
}


@dataclass(frozen=True)
class ComingOfAgePage:
    """What to say about the level of consent others chose, and where to change it."""

    title: str
    chosen: str
    privacy_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_SELF)
def coming_of_age(request: HttpRequest) -> HttpResponse:
    """Tell whoever has not been told; POST goes on and remembers it."""
    if request.method == "POST":
        read_coming_of_age(actor=request.actor, now=request.now)
        return redirect("privacy" if request.POST.get("to") == "privacy" else "home")
    if not is_to_be_told(request.actor):
        return redirect("home")
    page = ComingOfAgePage(
        title=_("Nå styrer du selv"), chosen=str(CHOSEN[request.actor.own_consent]), privacy_href=reverse("privacy")
    )
    return render(request, "citizen/coming_of_age.html", page)
