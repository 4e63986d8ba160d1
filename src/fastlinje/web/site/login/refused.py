"""When a login comes to nothing: what happened, what to do now, and who to call."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fastlinje.core.actor import Face
from fastlinje.core.refusal import Refused
from fastlinje.web.kit import render

from .provider_link import provider_logout_href
from .realms import Realm

_TITLES = {
    "login_cancelled": _("Du avbrøt innloggingen"),
    "level_too_low": _("Du må logge inn på et høyere nivå"),
    "pid_missing": _("Vi kan ikke logge deg inn"),
    "no_membership": _("Du har ikke tilgang"),
}
# Logged in at the provider, but of no use here: they must be able to leave there too (identity A5).
_STILL_IN_AT_PROVIDER = frozenset({"level_too_low", "pid_missing", "pid_invalid", "test_identity", "no_membership"})


@dataclass(frozen=True)
class RefusedLoginPage:
    """Why, and the ways on. `provider_logout_href` is empty when there is nothing to log out of."""

    title: str
    sentence: str
    provider_name: str
    try_again_href: str
    help_href: str
    provider_logout_href: str
    unavailable: bool
    for_citizen: bool


def refused_login(request: HttpRequest, realm: Realm, refusal: Refused, *, next_href: str = "") -> HttpResponse:
    """The page for a refused login. 503 when the provider is at fault, else 403."""
    unavailable = refusal.code.startswith("provider_")
    request.face = realm.face
    login = reverse(realm.login)
    page = RefusedLoginPage(
        title=_TITLES.get(refusal.code, _("Innloggingen virker ikke nå") if unavailable else _("Innloggingen lyktes ikke")),
        sentence=refusal.sentence,
        provider_name=realm.provider_name,
        try_again_href=f"{login}?{urlencode({'next': next_href})}" if next_href else login,
        help_href=reverse("login_help"),
        provider_logout_href=provider_logout_href(request, realm) if refusal.code in _STILL_IN_AT_PROVIDER else "",
        unavailable=unavailable,
        for_citizen=realm.face is Face.CITIZEN,
    )
    return render(request, "login/refused.html", page, status=503 if unavailable else 403)
