from django.urls import include, path

from .accessibility import accessibility
from .front import front
from .health import health_live, health_ready
from .help import help_page
from .language_choice import language_choice
from .manifest import web_manifest
from .notice_texts import notice_texts
from .privacy_statement import privacy_statement

urlpatterns = [
    path("", front, name="front"),
    path("helse/live", health_live, name="health_live"),
    path("helse/klar", health_ready, name="health_ready"),
    path("hjelp/", help_page, name="help"),
    path("personvern/", privacy_statement, name="privacy_statement"),
    path("tilgjengelighet/", accessibility, name="accessibility"),
    path("varseltekster/", notice_texts, name="notice_texts"),
    path("sprak/", language_choice, name="choose_language"),
    path("manifest.webmanifest", web_manifest, name="web_manifest"),
    path("", include("fastlinje.web.site.login.urls")),
]
