"""Coming back from the provider: from a proved identity to a session of our own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from fastlinje.audit import gate
from fastlinje.core.actor import Actor, Capacity
from fastlinje.core.refusal import Refused
from fastlinje.people.commands.end_session import end_session
from fastlinje.people.commands.start_session import Vouched
from fastlinje.people.growing_up import is_to_be_told
from fastlinje.people.oidc.callback import finish
from fastlinje.people.oidc.identity import Identity
from fastlinje.people.oidc.refusals import refused
from fastlinje.people.oidc.transaction import Transaction
from fastlinje.people.powers import offers_for
from fastlinje.web.kit import ANYONE, requires
from fastlinje.web.site.language_choice import agree_on_language

from .cookies import forget_attempt, give_session, recall_attempt
from .journal import audit_refusal, note
from .next_page import next_page
from .profiles import profile_for
from .realms import CITIZENS, STAFF, Realm, actor_at, someone_at
from .refused import refused_login
from .start import leave


@require_GET
@requires(ANYONE)
def callback_idporten(request: HttpRequest) -> HttpResponse:
    """A citizen is back from ID-porten."""
    return _come_back(request, CITIZENS)


@require_GET
@requires(ANYONE)
def callback_helseid(request: HttpRequest) -> HttpResponse:
    """Someone who works here is back from HelseID."""
    return _come_back(request, STAFF)


def _come_back(request: HttpRequest, realm: Realm) -> HttpResponse:
    try:
        transaction = recall_attempt(request, request.now)
    except Refused as refusal:
        return _nothing_begun(request, realm, refusal)
    response = _finish(request, realm, transaction)
    forget_attempt(request, response)
    return response


def _nothing_begun(request: HttpRequest, realm: Realm, refusal: Refused) -> HttpResponse:
    """Reloaded, bookmarked, forged or too late. Whoever is logged in already is shown where they belong (AD-40)."""
    note(request, "login.finish", provider=realm.provider, result=refusal.code)
    if someone_at(realm, request.COOKIES.get(realm.cookie), request.now).capacity is not Capacity.ANONYMOUS:
        response = redirect(_beginning(realm, request.COOKIES[realm.cookie], request))
    else:
        response = refused_login(request, realm, refusal)
    forget_attempt(request, response)
    return response


def _finish(request: HttpRequest, realm: Realm, transaction: Transaction) -> HttpResponse:
    identity = None
    try:
        identity = finish(profile_for(realm.provider), params=request.GET.dict(), transaction=transaction, now=request.now)
        key = realm.start_session(actor=Actor.anonymous(), now=request.now, who=_vouched(identity))
    except Refused as refusal:
        note(request, "login.finish", provider=realm.provider, result=refusal.code, sid=identity.sid if identity else "")
        if identity is None:  # the command has recorded its own refusals
            audit_refusal(request, refusal.code)
        return refused_login(request, realm, refusal, next_href=transaction.next_url)
    note(request, "login.finish", provider=realm.provider, sid=identity.sid)
    _end_earlier(request, realm)
    return _welcome(request, realm, transaction, key)


def _welcome(request: HttpRequest, realm: Realm, transaction: Transaction, key: str) -> HttpResponse:
    if someone_at(realm, key, request.now).capacity is Capacity.ANONYMOUS:
        return _ask_again(request, realm, transaction)
    response = redirect(_landing(request, realm, transaction, key))
    give_session(response, realm, key)
    if realm is CITIZENS:
        agree_on_language(request, response, someone_at(realm, key, request.now))
    return response


def _ask_again(request: HttpRequest, realm: Realm, transaction: Transaction) -> HttpResponse:
    """By single sign-on a login can be older than a session may last, so it is over as it begins: have the person prove it anew."""
    if transaction.fresh_login:
        return refused_login(request, realm, refused("login_too_old"), next_href=transaction.next_url)
    return leave(request, realm, transaction.next_url, prompt="login")


def _landing(request: HttpRequest, realm: Realm, transaction: Transaction, key: str) -> str:
    """Where they were going, if it is open to them."""
    if realm is CITIZENS and _has_come_of_age(key, request):
        return reverse("coming_of_age")
    wanted = next_page(transaction.next_url, realm)
    if wanted and actor_at(wanted.face, key, request.now).capacity is not Capacity.ANONYMOUS:
        return wanted.href
    return _beginning(realm, key, request)


def _beginning(realm: Realm, key: str, request: HttpRequest) -> str:
    """Home; but a citizen who is offered a power of attorney has somebody waiting for the answer."""
    actor = someone_at(realm, key, request.now)
    if actor.capacity is Capacity.CITIZEN and _is_offered_a_power(actor, request):
        return reverse("powers_of_attorney")
    return reverse(realm.faces[actor.entry.face])


def _has_come_of_age(key: str, request: HttpRequest) -> bool:
    """Whose parents acted for them is told first of all that they no longer do."""
    with gate.reading(someone_at(CITIZENS, key, request.now), now=request.now) as fresh:
        return is_to_be_told(fresh)


def _is_offered_a_power(actor: Actor, request: HttpRequest) -> bool:
    with gate.reading(actor, now=request.now) as fresh:
        return bool(offers_for(fresh, now=request.now))


def _end_earlier(request: HttpRequest, realm: Realm) -> None:
    """A session this browser brought along ends: whoever planted its key must not share the new one (AD-41)."""
    earlier = someone_at(realm, request.COOKIES.get(realm.cookie), request.now)
    if earlier.capacity is not Capacity.ANONYMOUS:
        end_session(actor=earlier, now=request.now)


def _vouched(identity: Identity) -> Vouched:
    return Vouched(
        national_id=identity.pid,
        issuer=identity.issuer,
        sid=identity.sid,
        acr=identity.acr,
        amr=" ".join(identity.amr)[:200],
        auth_time=identity.auth_time,
        name=identity.name or "",
    )
