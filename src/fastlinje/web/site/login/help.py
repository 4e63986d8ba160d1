"""For those who can't log in."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from fastlinje.web.kit import ANYONE, render, requires


@dataclass(frozen=True)
class LoginHelpPage:
    """What is needed to log in, and what to do without it."""

    title: str
    login_href: str
    staff_login_href: str


@require_GET
@requires(ANYONE)
def login_help(request: HttpRequest) -> HttpResponse:
    """Får du ikke logget inn?"""
    page = LoginHelpPage(_("Får du ikke logget inn?"), reverse("login_citizen"), reverse("login_staff"))
    return render(request, "login/help.html", page)
