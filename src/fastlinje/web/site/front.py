"""The first page: what this is, for whom, and the way in."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..kit import ANYONE, render, requires


@dataclass(frozen=True)
class FrontPage:
    """What anybody sees."""

    title: str
    login_href: str
    staff_login_href: str
    login_help_href: str
    help_href: str


@require_safe
@requires(ANYONE)
def front(request: HttpRequest) -> HttpResponse:
    """Public, and readable when nothing else works."""
    page = FrontPage(
        title=_("Spør fastlegen på nettet"),
        login_href=reverse("login_citizen"),
        staff_login_href=reverse("login_staff"),
        login_help_href=reverse("login_help"),
        help_href=reverse("help"),
    )
    return render(request, "site/front.html", page)
