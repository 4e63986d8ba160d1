"""Addresses for testing login by itself: its own, and one small page behind each kind of door."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from fastlinje.web.kit import ADMIN, ANYONE, CITIZEN_LOGGED_IN, OPERATOR, STAFF_CHOOSING, Access, requires


def page(access: Access, text: str):
    @requires(access)
    def view(request: HttpRequest, **arguments: object) -> HttpResponse:
        return HttpResponse(f"{text} {request.actor.name}")

    return view


urlpatterns = [
    path("", include("fastlinje.web.site.urls")),
    path("hjem/", page(CITIZEN_LOGGED_IN, "hjem"), name="home"),
    path("innboks/<int:number>/", page(CITIZEN_LOGGED_IN, "innboks")),
    path("timer/", page(CITIZEN_LOGGED_IN, "timer")),
    path("om/", page(ANYONE, "om")),
    path("kontor/", page(STAFF_CHOOSING, "kontor"), name="office_home"),
    path("kontor/medarbeidere/", page(ADMIN, "medarbeidere")),
    path("kontor/velg/", page(STAFF_CHOOSING, "velg"), name="choose_office"),
    path("drift/", page(OPERATOR, "drift"), name="operations"),
]
handler403 = "fastlinje.web.site.errors.forbidden"
handler404 = "fastlinje.web.site.errors.not_found"
