"""Pages for what went wrong. They need neither a session nor a database, and always show who to call.

Whoever acts for somebody is still told whom the pages concern (F-100): as the view found it, or, when it went wrong before any
view, as the session says. Nobody's session is asked about when there is none, or when the database is what went wrong.
"""

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fastlinje.core import clock
from fastlinje.core.actor import Actor, Capacity, Face

from ..components.chrome import ActingFor
from ..frame import acting_in
from ..kit import COOKIES
from ..language import speak_with
from .login.realms import actor_at

UNAVAILABLE = 503
OTHER_FACES = ("/kontor/", "/drift/")
log = structlog.get_logger("fastlinje.web")


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
    response = _page(request, UNAVAILABLE)
    response["Retry-After"] = "30"
    return response


def _page(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"{status}.html", {"acting": _acting(request, may_ask=status != UNAVAILABLE)}, status=status)


def _acting(request: HttpRequest, *, may_ask: bool) -> ActingFor | None:
    actor = getattr(request, "actor", None) or Actor.anonymous()
    if actor.capacity is Capacity.ANONYMOUS and may_ask and not request.path.startswith(OTHER_FACES):
        actor = _whose_session(request)
    return acting_in(actor)


def _whose_session(request: HttpRequest) -> Actor:
    """The citizen this browser is logged in as. Not by the form, which may be what could not be read."""
    try:
        citizen = actor_at(Face.CITIZEN, request.COOKIES.get(COOKIES[Face.CITIZEN]), clock.now())
    except Exception:  # whatever is wrong with the session, the page that says who to call must come
        log.exception("error_page_without_session")
        return Actor.anonymous()
    speak_with(citizen, request)
    return citizen
