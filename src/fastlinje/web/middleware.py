"""Deny by default: a view that does not say who may come is never run, and a page runs no script or style but ours."""

import functools
from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
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


class ContentSecurityPolicy(CSPMiddleware):
    """django-csp's, which puts the policy together anew for each page: ours is the same on all but those that say otherwise."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The settings' policy; what a page asks for itself is left to django-csp."""
        if any(name.startswith("_csp") for name in (*vars(response), *vars(request))):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _policy())
        return response


@functools.cache
def _policy() -> str:
    return build_policy()
