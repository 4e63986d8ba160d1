"""The accessibility statement."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..frame import phone_text
from ..kit import ANYONE, render, requires

LOOKED_OVER = date(2026, 11, 22)
"""When somebody last compared this page with what is tested. Change it only after doing so."""
AUTHORITY = "https://www.uutilsynet.no/"


@dataclass(frozen=True)
class AccessibilityPage:
    """Whom to tell about a barrier, and whom to complain to when that did not help."""

    title: str
    phone: str
    phone_text: str
    authority_href: str
    looked_over: str


@require_safe
@requires(ANYONE)
def accessibility(request: HttpRequest) -> HttpResponse:
    """What we promise, what is tested, what we know is missing, and how to complain (rules.md 9)."""
    phone = settings.ENVIRONMENT.guidance_phone.replace(" ", "")
    page = AccessibilityPage(
        title=_("Tilgjengelighet"),
        phone=phone,
        phone_text=phone_text(phone),
        authority_href=AUTHORITY,
        looked_over=format_date(LOOKED_OVER, _("j. F Y")),
    )
    return render(request, "site/accessibility.html", page)
