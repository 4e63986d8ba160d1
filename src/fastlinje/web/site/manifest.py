"""What a phone needs to put the service on its home screen. There is no service worker: nothing personal is kept on the phone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..kit import ANYONE, requires

THEME_COLOR = "#0E5B57"
BACKGROUND_COLOR = "#FFFFFF"


@require_safe
@requires(ANYONE)
def web_manifest(request: HttpRequest) -> HttpResponse:
    """Name, colours and icons. It is kept by caches, so it is in bokmål for everybody."""
    with override(settings.LANGUAGE_CODE):
        return _manifest()


def _manifest() -> HttpResponse:
    manifest = {
        "id": "/",
        "name": "Fastlinje",
        "short_name": "Fastlinje",
        "description": _("Skriv til fastlegen din"),
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        # Not "standalone": an iPhone then opens BankID's way back in another browser, where nobody is logging in.
        "display": "minimal-ui",
        "theme_color": THEME_COLOR,
        "background_color": BACKGROUND_COLOR,
        "icons": [
            _icon("favicon.svg", "any", "image/svg+xml"),
            _icon("icon-192.png", "192x192"),
            _icon("icon-512.png", "512x512"),
            _icon("icon-maskable-512.png", "512x512", purpose="maskable"),
        ],
    }
    response = JsonResponse(manifest, content_type="application/manifest+json")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _icon(name: str, sizes: str, kind: str = "image/png", purpose: str = "any") -> dict[str, str]:
    return {"src": static(f"fastlinje/img/{name}"), "sizes": sizes, "type": kind, "purpose": purpose}
