"""Logging out: our session dies first, then the person is offered the provider's own logout (identity A5.1)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from fastlinje.core.actor import Capacity
from fastlinje.people.commands.end_session import end_session
from fastlinje.web.kit import ANYONE, render, requires

from .cookies import take_session
from .journal import note
from .provider_link import provider_logout_href
from .realms import CITIZENS, REALMS, STAFF, Realm, someone_at


@dataclass(frozen=True)
class LoggedOutPage:
    """What is over, and what is not: the provider keeps its own session until one leaves there too."""

    title: str
    lead: str
    provider_name: str
    provider_logout_href: str
    login_href: str


@require_POST
@requires(ANYONE)
def logout_citizen(request: HttpRequest) -> HttpResponse:
    """A citizen logs out."""
    return _log_out(request, CITIZENS)


@require_POST
@requires(ANYONE)
def logout_staff(request: HttpRequest) -> HttpResponse:
    """Someone who works here logs out."""
    return _log_out(request, STAFF)


@require_GET
@requires(ANYONE)
def logged_out_citizen(request: HttpRequest) -> HttpResponse:
    """Logged out here, with the way out of ID-porten."""
    return _logged_out(request, CITIZENS)


@require_GET
@requires(ANYONE)
def logged_out_staff(request: HttpRequest) -> HttpResponse:
    """Logged out here, with the way out of HelseID."""
    return _logged_out(request, STAFF)


@require_GET
@requires(ANYONE)
def logged_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Back from the provider's logout. `state` says which one."""
    realm = REALMS.get(request.GET.get("state", ""), CITIZENS)
    lead = _("Du er logget ut her og i %s.") % realm.provider_name
    return _page(request, realm, LoggedOutPage(_("Du er logget ut"), lead, realm.provider_name, "", reverse(realm.login)))


def _log_out(request: HttpRequest, realm: Realm) -> HttpResponse:
    actor = someone_at(realm, request.COOKIES.get(realm.cookie), request.now)
    if actor.capacity is not Capacity.ANONYMOUS:
        end_session(actor=actor, now=request.now)
        note(request, "logout", provider=realm.provider)
    response = _clean(redirect(realm.logged_out))
    take_session(response, realm)
    return response


def _logged_out(request: HttpRequest, realm: Realm) -> HttpResponse:
    href = provider_logout_href(request, realm)
    return _page(
        request,
        realm,
        LoggedOutPage(_("Du er logget ut"), realm.logged_out_lead, realm.provider_name, href, reverse(realm.login)),
    )


def _page(request: HttpRequest, realm: Realm, page: LoggedOutPage) -> HttpResponse:
    request.face = realm.face
    return _clean(render(request, "login/logged_out.html", page))


def _clean(response: HttpResponse) -> HttpResponse:
    """Nothing of what was seen may be found by the Back button, in the cache or in storage (AD-46). Not the cookies: the same
    browser may hold the other realm's session."""
    response["Cache-Control"] = "no-store"
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
