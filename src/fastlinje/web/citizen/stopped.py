"""A form that was let in at the door and stopped at the command: the session or the consent ended in between."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from fastlinje.core.refusal import Refused

from ..kit import interrupted, login_href


def stopped(request: HttpRequest, refusal: Refused) -> HttpResponse | None:
    """The page that keeps what was typed; None when the refusal is about something else."""
    if refusal.code == "session_ended":
        return interrupted(request, refusal.code, login_href(request), status=401)
    if refusal.code == "consent_missing":
        href = f"{reverse('consent')}?{urlencode({'next': request.get_full_path()})}"
        return interrupted(request, refusal.code, href, status=403)
    return None
