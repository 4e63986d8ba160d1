"""Pages for what went wrong. They need neither a session nor a database, and always show who to call."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's safety token was missing or foreign (AD-52)."""
    return forbidden(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what is foreign and what is missing (AD-13)."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The service is there but its database is not; a browser or proxy may try again in half a minute."""
    response = render(request, "503.html", status=503)
    response["Retry-After"] = "30"
    return response
