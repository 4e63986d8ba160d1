"""Pages for what went wrong. They need neither a session nor a database, and always show who to call.

Whoever was found to act for somebody before it went wrong is still told whom the page concerns (F-100).
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..frame import acting_in


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's safety token was missing or foreign (AD-52)."""
    return forbidden(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what is foreign and what is missing (AD-13)."""
    return _page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    return _page(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The service is there but its database is not; a browser or proxy may try again in half a minute."""
    response = _page(request, 503)
    response["Retry-After"] = "30"
    return response


def _page(request: HttpRequest, status: int) -> HttpResponse:
    actor = getattr(request, "actor", None)
    return render(request, f"{status}.html", {"acting": actor and acting_in(actor)}, status=status)
