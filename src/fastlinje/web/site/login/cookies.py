"""The cookies of login: one short-lived per attempt, and the session's key."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from fastlinje.people.oidc.refusals import refused
from fastlinje.people.oidc.transaction import MAX_AGE, Transaction, slot_of

from .realms import Realm

ATTEMPT = "__Host-fl_login_"
"""How the name of an attempt's cookie begins."""
_MOST_ATTEMPTS = 4
_LEFT = "__Host-fl_left_"


def remember_attempt(request: HttpRequest, response: HttpResponse, transaction: Transaction) -> None:
    """Let the browser carry the attempt, sealed. Each tab has its own; when they grow too many the earlier ones go."""
    earlier = [name for name in request.COOKIES if name.startswith(ATTEMPT)]
    if len(earlier) >= _MOST_ATTEMPTS:
        for name in earlier:
            _delete(response, name)
    name, sealed = ATTEMPT + transaction.slot, transaction.seal(settings.CONTENT_RING)
    response.set_cookie(name, sealed, max_age=MAX_AGE, secure=True, httponly=True, samesite="Lax")


def recall_attempt(request: HttpRequest, now: datetime) -> Transaction:
    """The attempt this browser began, by the state it came back with. Refuses login_not_started_here, login_expired."""
    sealed = request.COOKIES.get(_attempt_name(request))
    if not sealed:
        raise refused("login_not_started_here")
    return Transaction.open(settings.CONTENT_RING, sealed, now=now)


def forget_attempt(request: HttpRequest, response: HttpResponse) -> None:
    """An attempt is used once, however it ended (AD-40)."""
    if _attempt_name(request) in request.COOKIES:
        _delete(response, _attempt_name(request))


def give_session(response: HttpResponse, realm: Realm, key: str) -> None:
    """The session's key, gone when the browser closes; the server's own limits decide how long it works."""
    response.set_cookie(realm.cookie, key, secure=True, httponly=True, samesite="Lax")
    _delete(response, _LEFT + realm.provider)


def take_session(response: HttpResponse, realm: Realm) -> None:
    """Forget the session's key, and remember that somebody logged out here."""
    _delete(response, realm.cookie)
    response.set_cookie(_LEFT + realm.provider, "1", secure=True, httponly=True, samesite="Lax")


def has_left(request: HttpRequest, realm: Realm) -> bool:
    """True when the last thing done here was to log out: then the provider's own session must let nobody in unasked (AD-46)."""
    return bool(request.COOKIES.get(_LEFT + realm.provider))


def _attempt_name(request: HttpRequest) -> str:
    return ATTEMPT + slot_of(request.GET.get("state", ""))


def _delete(response: HttpResponse, name: str) -> None:
    # Not delete_cookie: browsers ignore a __Host- cookie without Secure, and it would live on.
    response.set_cookie(name, "", max_age=0, secure=True, httponly=True, samesite="Lax")
