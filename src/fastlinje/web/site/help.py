"""Questions people ask, answered without logging in."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..kit import ANYONE, render, requires


@dataclass(frozen=True)
class HelpPage:
    """Fixed texts and two ways on."""

    title: str
    login_href: str
    login_help_href: str


@require_safe
@requires(ANYONE)
def help_page(request: HttpRequest) -> HttpResponse:
    """What e-consultation is for, what it costs, who reads it, and who to call."""
    page = HelpPage(_("Hjelp og vanlige spørsmål"), reverse("login_citizen"), reverse("login_help"))
    return render(request, "site/help.html", page)
