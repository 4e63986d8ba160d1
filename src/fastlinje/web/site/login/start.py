"""Leaving for the provider. A plain link, and nothing is stored here until someone comes back (identity A1)."""

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from fastlinje.core.actor import Capacity
from fastlinje.core.refusal import Refused
from fastlinje.people.oidc.authorization import begin
from fastlinje.web.kit import ANYONE, requires
from fastlinje.web.site.errors import forbidden

from .cookies import has_left, remember_attempt
from .journal import note
from .next_page import NextPage, next_page
from .profiles import profile_for
from .realms import CITIZENS, STAFF, Realm, actor_at, someone_at
from .refused import refused_login


@require_GET
@requires(ANYONE)
def login_citizen(request: HttpRequest) -> HttpResponse:
    """Citizens log in with BankID or its like."""
    return _start(request, CITIZENS)


@require_GET
@requires(ANYONE)
def login_staff(request: HttpRequest) -> HttpResponse:
    """Those who work at an office, or run the service, log in with HelseID."""
    return _start(request, STAFF)


def leave(request: HttpRequest, realm: Realm, next_href: str, *, prompt: str | None = None) -> HttpResponse:
    """Send the browser to the provider. `prompt="login"` has it ask the person again."""
    try:
        url, transaction = begin(
            profile_for(realm.provider),
            redirect_uri=urljoin(settings.ENVIRONMENT.base_url, reverse(realm.callback)),
            ui_locales=get_language(),
            now=request.now,
            next_url=next_href,
            prompt=prompt,
        )
    except Refused as refusal:
        note(request, "login.begin", provider=realm.provider, result=refusal.code)
        return refused_login(request, realm, refusal, next_href=next_href)
    response = redirect(url)
    remember_attempt(request, response, transaction)
    return response


def _start(request: HttpRequest, realm: Realm) -> HttpResponse:
    wanted = next_page(request.GET.get("next", ""), realm)
    if wanted and _is_closed_to_whoever_is_in(request, realm, wanted):
        return forbidden(request)
    return leave(request, realm, wanted.href if wanted else "", prompt="login" if has_left(request, realm) else None)


def _is_closed_to_whoever_is_in(request: HttpRequest, realm: Realm, wanted: NextPage) -> bool:
    """True when they are logged in and the page is still not for them: the provider would send them straight back, for ever."""
    key = request.COOKIES.get(realm.cookie)
    if actor_at(wanted.face, key, request.now).capacity is not Capacity.ANONYMOUS:
        return False
    return someone_at(realm, key, request.now).capacity is not Capacity.ANONYMOUS
