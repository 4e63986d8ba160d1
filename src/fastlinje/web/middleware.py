"""Deny by default: a view that does not say who may come is never run."""

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from .site.errors import unavailable


class DenyByDefault:
    """Refuses views without `@requires`, and keeps pages about people out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        response.setdefault("Permissions-Policy", "geolocation=(), microphone=(), camera=(self), payment=()")
        return response

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        if not hasattr(view, "requires"):
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} has no @requires")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The database is away or full: say so at once, with who to call (FD-12). Anything else goes on to the 500 page."""
        return unavailable(request) if isinstance(exception, OperationalError | InterfaceError) else None
