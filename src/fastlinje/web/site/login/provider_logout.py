"""The provider tells us that a session is over: through the browser (front channel) or directly (back channel)."""

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused
from fastlinje.people.commands.end_session import end_sessions_of
from fastlinje.people.oidc.logout import frontchannel, verify_logout_token
from fastlinje.people.oidc.metadata import directory
from fastlinje.people.oidc.profile import ProviderProfile
from fastlinje.web.kit import ANYONE, requires

from .journal import SUCCESS, note
from .profiles import profile_for
from .realms import REALMS


@require_GET
@requires(ANYONE)
def frontchannel_logout(request: HttpRequest, provider: str) -> HttpResponse:
    """A frame on the provider's page. No cookies come with it, and the answer is the same whether we knew the session (AD-43)."""
    profile = _profile(provider)
    notice = frontchannel((profile,), iss=request.GET.get("iss", ""), sid=request.GET.get("sid", ""))
    if notice:
        end_sessions_of(actor=Actor.anonymous(), now=request.now, issuer=notice.issuer, sid=notice.sid)
        note(request, "logout.frontchannel", provider=provider, sid=notice.sid)
    response = HttpResponse(b"", content_type="text/plain")
    response["Cache-Control"] = "no-store"
    response._csp_replace = {"frame-ancestors": _hosts_of(profile, request)}
    return response


# The provider has no form of ours and no cookie; the token it signs is what proves it.
@csrf_exempt
@require_POST
@requires(ANYONE)
def backchannel_logout(request: HttpRequest, provider: str) -> HttpResponse:
    """The provider's own message. Answers 204, or 400 when the token is not what it must be (AD-44)."""
    code = _end_by_token(request, _profile(provider))
    note(request, "logout.backchannel", provider=provider, result=code)
    response = HttpResponse(status=204) if code == SUCCESS else JsonResponse({"error": "invalid_request"}, status=400)
    response["Cache-Control"] = "no-store"
    return response


def _end_by_token(request: HttpRequest, profile: ProviderProfile) -> str:
    try:
        notice = verify_logout_token(profile, request.POST.get("logout_token", ""), now=request.now)
    except Refused as refusal:
        return refusal.code
    ended = end_sessions_of(actor=Actor.anonymous(), now=request.now, issuer=notice.issuer, sid=notice.sid, jti=notice.jti)
    return "logout_replayed" if ended is None else SUCCESS


def _profile(provider: str) -> ProviderProfile:
    if provider not in REALMS:
        raise Http404
    return profile_for(provider)


def _hosts_of(profile: ProviderProfile, request: HttpRequest) -> list[str]:
    """Who may frame this page: where the provider's pages live, which need not be its issuer's host."""
    try:
        metadata = directory.metadata(profile, request.now)
    except Refused:
        return [_origin(profile.issuer)]
    pages = (metadata.authorization_endpoint, metadata.end_session_endpoint)
    return sorted({_origin(url) for url in pages if url})


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
